mod citizen;
mod mail;
mod main_path;
mod urp;
