//! Photos by their content, within bounds, upright and without EXIF.

use std::io::Cursor;

use data_encoding::BASE64_MIME;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, Rgb, RgbImage};

use super::*;

/// A picture of noise, so that it is not small as a file.
fn picture(width: u32, height: u32) -> DynamicImage {
    let mut seed = 1_u32;
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |_, _| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = seed.to_be_bytes();
        Rgb([a, b, c])
    }))
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Vec::new();
    picture.write_to(&mut Cursor::new(&mut out), format).unwrap();
    out
}

/// EXIF with an orientation and a position (TIFF 6.0, big endian), as an APP1 of a JPEG.
fn with_exif(jpeg: &[u8], orientation: u16, lat: [u32; 3], lon: [u32; 3]) -> Vec<u8> {
    let mut tiff = b"MM\0\x2A\0\0\0\x08".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let [high, low] = orientation.to_be_bytes();
    // IFD0 at 8: two entries, 30 bytes; the GPS IFD at 38: four entries, 54 bytes; data at 92.
    tiff.extend(2_u16.to_be_bytes());
    tiff.extend(entry(0x0112, 3, 1, [high, low, 0, 0]));
    tiff.extend(entry(0x8825, 4, 1, 38_u32.to_be_bytes()));
    tiff.extend([0; 4]);
    tiff.extend(4_u16.to_be_bytes());
    tiff.extend(entry(1, 2, 2, *b"N\0\0\0"));
    tiff.extend(entry(2, 5, 3, 92_u32.to_be_bytes()));
    tiff.extend(entry(3, 2, 2, *b"E\0\0\0"));
    tiff.extend(entry(4, 5, 3, 116_u32.to_be_bytes()));
    tiff.extend([0; 4]);
    for part in lat.into_iter().chain(lon) {
        tiff.extend(part.to_be_bytes());
        tiff.extend(1_u32.to_be_bytes());
    }
    let mut app1 = b"Exif\0\0".to_vec();
    app1.extend(tiff);
    let length = u16::try_from(app1.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &app1, &jpeg[2..]].concat()
}

/// A mail with one attached file.
fn with_file(head: &str, bytes: &[u8]) -> Reading {
    let body = BASE64_MIME.encode(bytes).replace("\r\n", "\n");
    read_it(mail(&format!(
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nEcco.\n--b\n{head}\nContent-Transfer-Encoding: base64\n\n{body}\n--b--\n"
    )))
}

#[test]
fn c14_a_photo_is_turned_and_loses_its_exif_after_its_position_was_read() {
    let jpeg =
        with_exif(&encoded(&picture(96, 64), ImageFormat::Jpeg), 6, [45, 56, 24], [13, 37, 12]);
    let reading = with_file("Content-Type: application/octet-stream; name=\"IMG.bin\"", &jpeg);
    assert_eq!(reading.mail.text, "Ecco.");
    let [photo] = reading.photos.as_slice() else { panic!("{}", reading.photos.len()) };
    let position = photo.position.unwrap();
    assert!((position.lat - 45.94).abs() < 1e-9, "{}", position.lat);
    assert!((position.lon - 13.62).abs() < 1e-9, "{}", position.lon);
    assert!(!photo.bytes.windows(4).any(|four| four == b"Exif"));
    let shown = image::load_from_memory(&photo.bytes).unwrap();
    assert_eq!((shown.width(), shown.height()), (64, 96));
}

#[test]
fn c14_a_position_without_reception_is_none() {
    let jpeg = encoded(&picture(96, 64), ImageFormat::Jpeg);
    let nowhere = with_exif(&jpeg, 1, [0, 0, 0], [0, 0, 0]);
    let beyond = with_exif(&jpeg, 1, [95, 0, 0], [13, 0, 0]);
    for bytes in [nowhere, beyond] {
        let reading = with_file("Content-Type: image/jpeg", &bytes);
        assert_eq!(reading.photos.len(), 1);
        assert_eq!(reading.photos[0].position, None);
    }
}

#[test]
fn c14_a_large_photo_is_made_smaller() {
    let tall = DynamicImage::ImageRgb8(RgbImage::new(40, 3000));
    let reading = with_file("Content-Type: image/png", &encoded(&tall, ImageFormat::Png));
    let shown = image::load_from_memory(&reading.photos[0].bytes).unwrap();
    assert_eq!(shown.height(), 2560);
}

#[test]
fn c14_a_bomb_is_not_decoded() {
    // A PNG that says it is 60,000 by 60,000.
    let mut png = encoded(&picture(96, 64), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let reading = with_file("Content-Type: image/png", &png);
    assert!(reading.photos.is_empty());
    assert_eq!(reading.mail.others, ["PNG"]);
}

#[test]
fn c14_what_a_png_has_besides_its_pixels_is_unpacked_to_a_bound() {
    let png = encoded(&picture(96, 64), ImageFormat::Png);
    // A colour profile (PNG iCCP) that is small as a file, behind the header's 33 bytes.
    let with_profile = |length: usize| {
        let mut chunk = b"iCCPx\0\0".to_vec();
        chunk.extend(miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; length], 1));
        let size = u32::try_from(chunk.len() - 4).unwrap().to_be_bytes();
        let sum = crc32(&chunk).to_be_bytes();
        [&png[..33], &size, &chunk, &sum, &png[33..]].concat()
    };
    let profile = |png: &[u8]| {
        let mut decoder = super::photos::reader(png, ImageFormat::Png).into_decoder().unwrap();
        decoder.icc_profile().unwrap().map(|profile| profile.len())
    };
    assert_eq!(profile(&with_profile(4 * 1024 * 1024)), Some(4 * 1024 * 1024));
    let bomb = with_profile(40 * 1024 * 1024);
    assert!(bomb.len() < 1024 * 1024, "{}", bomb.len());
    assert_eq!(profile(&bomb), None, "it was not unpacked");
    // The photo is kept, as its pixels are sound.
    assert_eq!(with_file("Content-Type: image/png", &bomb).photos.len(), 1);
}

/// ISO 3309, as PNG's chunks end.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg())
        })
    })
}

#[test]
fn c14_a_photo_that_takes_too_much_memory_is_not_decoded() {
    // A JPEG that says it is progressive, and 5,000 by 4,800: what is missing is grey.
    let mut jpeg = encoded(&picture(96, 64), ImageFormat::Jpeg);
    let place = |marker| jpeg.windows(2).position(|two| two == [0xFF, marker]).unwrap();
    let (frame, scan) = (place(0xC0), place(0xDA));
    jpeg[frame + 1] = 0xC2;
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x12, 0xC0, 0x13, 0x88]);
    jpeg[scan + 11..scan + 14].fill(0);
    let reading = with_file("Content-Type: image/jpeg", &jpeg);
    assert!(reading.photos.is_empty());
    assert_eq!(reading.mail.others, ["JPG"]);
}

#[test]
fn c14_what_is_no_photo_is_named_by_its_type_never_by_its_name() {
    let head = "Content-Type: application/pdf; name=\"../../etc/passwd <b>.exe\"\nContent-Disposition: attachment";
    assert_eq!(with_file(head, b"%PDF-1.7 abc").mail.others, ["PDF"]);
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1";
    assert_eq!(with_file("Content-Type: image/heic", heic).mail.others, ["HEIC"]);
    assert_eq!(
        with_file("Content-Type: application/x; name=\"a.p7m\"", b"abc").mail.others,
        ["P7M"]
    );
    assert_eq!(with_file("Content-Type: application/x; name=\"a\"", b"abc").mail.others, ["file"]);
    // A page that calls itself a photo.
    let page = b"<html><script>alert(1)</script></html>";
    let reading = with_file("Content-Type: image/jpeg; name=\"foto.jpg\"", page);
    assert!(reading.photos.is_empty());
}

#[test]
fn c14_photos_in_the_text_count_logos_do_not() {
    let inline = "Content-Type: image/png\nContent-ID: <1@x>\nContent-Disposition: inline";
    let photo = encoded(&picture(200, 100), ImageFormat::Png);
    assert_eq!(with_file(inline, &photo).photos.len(), 1);
    let logo = encoded(&picture(60, 200), ImageFormat::Png);
    assert!(logo.len() > 5 * 1024);
    let reading = with_file(inline, &logo);
    assert!(reading.photos.is_empty() && reading.mail.others.is_empty());
    let pixel = encoded(&DynamicImage::ImageRgb8(RgbImage::new(1, 1)), ImageFormat::Png);
    let reading = with_file(inline, &pixel);
    assert!(reading.photos.is_empty() && reading.mail.others.is_empty());
}
