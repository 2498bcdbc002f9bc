mod main_path;
