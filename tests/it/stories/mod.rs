mod citizen;
mod main_path;
mod urp;
