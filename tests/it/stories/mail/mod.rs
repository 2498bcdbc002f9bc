//! Citizens who write by mail: the second door, as good as the first.

mod main_path;
