//! Files made on the spot, small and valid.

/// Blocks of eight by eight pixels in a picture of 640 by 480.
const BLOCKS: usize = 80 * 60;

/// A grey JPEG of 640 by 480 pixels that any decoder accepts. `number` stands in a comment, so
/// that no two pictures have the same bytes.
pub fn jpeg(number: u32) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    let mut segment = |marker: u8, body: &[u8]| {
        let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
        file.extend([0xff, marker]);
        file.extend(length.to_be_bytes());
        file.extend(body);
    };
    segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    segment(0xfe, format!("sample {number}").as_bytes());
    segment(0xdb, &[&[0][..], &[16; 64]].concat());
    segment(
        0xc0,
        &[
            8,
            480_u16.to_be_bytes()[0],
            480_u16.to_be_bytes()[1],
            640_u16.to_be_bytes()[0],
            640_u16.to_be_bytes()[1],
            1,
            1,
            0x11,
            0,
        ],
    );
    // One code of one bit in each table: "no difference" and "end of block".
    let table = |class: u8| [&[class, 1][..], &[0; 16]].concat();
    segment(0xc4, &table(0x00));
    segment(0xc4, &table(0x10));
    segment(0xda, &[1, 1, 0x00, 0, 63, 0]);
    // Two zero bits a block.
    file.extend(std::iter::repeat_n(0, BLOCKS / 4));
    file.extend([0xff, 0xd9]);
    file
}
