mod citizen;
mod desk;
mod mail;
mod main_path;
mod offices;
mod urp;
mod works;
