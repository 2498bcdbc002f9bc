//! Citizens who write by mail: the second door, as good as the first.

mod asking;
mod bounces;
mod links;
mod main_path;
mod photos;
mod robots;
mod set_aside;
mod threads;
