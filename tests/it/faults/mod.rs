mod many;
