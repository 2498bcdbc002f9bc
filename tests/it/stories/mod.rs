mod citizen;
mod mail;
mod main_path;
mod offices;
mod urp;
