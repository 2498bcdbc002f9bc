mod citizen;
mod main_path;
