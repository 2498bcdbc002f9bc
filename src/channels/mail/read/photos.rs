//! The photos in a mail: known by their content, bounded before they are decoded, turned upright,
//! made smaller and freed of EXIF.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::Photo;
use super::decoding::cost;
use crate::domain::place::Position;

/// More photos than these stay with the raw mail.
const MAX_PHOTOS: usize = 10;
/// A larger file stays with the raw mail, bytes.
const MAX_BYTES: usize = 15 * 1024 * 1024;
/// A larger picture is not decoded, pixels.
const MAX_PIXELS: u64 = 50_000_000;
/// What decoding one photo may take, bytes: as many pixels as that of an ordinary photo, and a third
/// of the memory that the service is given.
const MAX_ALLOC: u64 = 160 * 1024 * 1024;
/// What a PNG may have besides its pixels (a colour profile, a table) when it is unpacked, bytes: its decoder does that
/// as soon as it is asked for the size.
const MAX_BESIDES: u64 = 16 * 1024 * 1024;
/// The longest side of a kept photo, pixels.
const LONGEST_SIDE: u32 = 2560;
/// JPEG quality of a kept photo.
const QUALITY: u8 = 85;
/// An inline picture with fewer bytes is a logo or a tracking pixel.
const INLINE_BYTES: usize = 5 * 1024;
/// An inline picture with a shorter side, pixels, is one too.
const INLINE_SIDE: u32 = 64;
/// At most so many attachments are named.
const MAX_OTHERS: usize = 50;

/// What came with the words.
#[derive(Debug, Default)]
pub(super) struct Attached {
    /// The photos.
    pub(super) photos: Vec<Photo>,
    /// The types of what is no photo, or none that we read.
    pub(super) others: Vec<String>,
}

/// Goes through the parts of a message and of those inside it.
pub(super) fn attached(message: &Message<'_>) -> Attached {
    let mut found = Attached::default();
    let mut messages = vec![message];
    while let Some(message) = messages.pop() {
        for part in &message.parts {
            match &part.body {
                PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                    take(&mut found, part, bytes, inline(part));
                }
                PartType::Text(text) | PartType::Html(text) if is_attachment(part) => {
                    take(&mut found, part, text.as_bytes(), false);
                }
                PartType::Message(inner) => messages.push(inner),
                PartType::Text(_) | PartType::Html(_) | PartType::Multipart(_) => {}
            }
        }
    }
    found
}

/// Whether the sender's program calls it an attachment.
fn is_attachment(part: &MessagePart<'_>) -> bool {
    part.content_disposition().is_some_and(mail_parser::ContentType::is_attachment)
}

/// Whether it stands within the text rather than beside it.
fn inline(part: &MessagePart<'_>) -> bool {
    let placed = part.content_disposition().is_some_and(mail_parser::ContentType::is_inline);
    (placed || part.content_id().is_some()) && !is_attachment(part)
}

/// Keeps one part: as a photo where it is one, else by the name of its type.
fn take(found: &mut Attached, part: &MessagePart<'_>, bytes: &[u8], inline: bool) {
    let format = format(bytes);
    let picture = infer::is_image(bytes);
    if bytes.is_empty() || is_seal(part) || (inline && picture && bytes.len() < INLINE_BYTES) {
        return;
    }
    if let Some(format) = format
        && found.photos.len() < MAX_PHOTOS
        && bytes.len() <= MAX_BYTES
    {
        let Some((width, height)) = size(bytes, format) else {
            return name(found, part, bytes);
        };
        if inline && width.min(height) < INLINE_SIDE {
            return;
        }
        if let Some(bytes_out) = freed(bytes, format, (width, height)) {
            found.photos.push(Photo { bytes: bytes_out, position: position(bytes) });
            return;
        }
    }
    name(found, part, bytes);
}

/// Signatures of S/MIME and PGP say nothing to a reader.
fn is_seal(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| {
        let subtype = kind.subtype().unwrap_or_default().to_ascii_lowercase();
        matches!(subtype.as_str(), "pkcs7-signature" | "x-pkcs7-signature" | "pgp-signature")
    })
}

/// A reader that unpacks no more than is allowed beside the pixels, which [`cost`] counts.
pub(super) fn reader(bytes: &[u8], format: ImageFormat) -> ImageReader<Cursor<&[u8]>> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(if format == ImageFormat::Png { MAX_BESIDES } else { MAX_ALLOC });
    reader.limits(limits);
    reader
}

/// What kind of photo it is, by its content.
fn format(bytes: &[u8]) -> Option<ImageFormat> {
    match infer::get(bytes).map(|kind| kind.mime_type()) {
        Some("image/jpeg") => Some(ImageFormat::Jpeg),
        Some("image/png") => Some(ImageFormat::Png),
        Some("image/webp") => Some(ImageFormat::WebP),
        _ => None,
    }
}

/// A file as it may be shown to others: upright, small enough and without anything but its pixels. None where it is no
/// photo, or one that is not read here.
pub(super) fn shown(bytes: &[u8]) -> Option<Vec<u8>> {
    let format = format(bytes)?;
    freed(bytes, format, size(bytes, format)?)
}

/// Width and height by the file's header, where they are within bounds.
fn size(bytes: &[u8], format: ImageFormat) -> Option<(u32, u32)> {
    let (width, height) = reader(bytes, format).into_dimensions().ok()?;
    let pixels = u64::from(width) * u64::from(height);
    (pixels > 0 && pixels <= MAX_PIXELS).then_some((width, height))
}

/// The photo upright, small enough and without anything but its pixels.
fn freed(bytes: &[u8], format: ImageFormat, size: (u32, u32)) -> Option<Vec<u8>> {
    let mut decoder = reader(bytes, format).into_decoder().ok()?;
    // The limits bound what a decoder takes beside the pixels, and not every decoder keeps to them.
    if cost(&decoder, bytes, format) > MAX_ALLOC {
        return None;
    }
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    let large = size.0.max(size.1) > LONGEST_SIDE;
    if large {
        picture = picture.thumbnail(LONGEST_SIDE, LONGEST_SIDE);
    }
    picture.apply_orientation(orientation);
    let mut out = Vec::new();
    if format == ImageFormat::Png && !large {
        picture.write_to(&mut Cursor::new(&mut out), ImageFormat::Png).ok()?;
    } else {
        let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, QUALITY);
        on_white(picture).write_with_encoder(encoder).ok()?;
    }
    Some(out)
}

/// JPEG knows no transparency: what shines through becomes white.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let rgba = picture.into_rgba8();
    let mut out = RgbImage::new(rgba.width(), rgba.height());
    for (to, from) in out.pixels_mut().zip(rgba.pixels()) {
        let [r, g, b, a] = from.0;
        let blend = |c: u8| {
            let sum = u16::from(c) * u16::from(a) + 255 * (255 - u16::from(a));
            u8::try_from(sum / 255).unwrap_or(u8::MAX)
        };
        to.0 = [blend(r), blend(g), blend(b)];
    }
    out
}

/// Where it was taken (EXIF `GPSLatitude`, `GPSLongitude`).
fn position(bytes: &[u8]) -> Option<Position> {
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok()?;
    let lat = degrees(&exif, exif::Tag::GPSLatitude, exif::Tag::GPSLatitudeRef, 'S')?;
    let lon = degrees(&exif, exif::Tag::GPSLongitude, exif::Tag::GPSLongitudeRef, 'W')?;
    let sound = lat.abs() <= 90.0 && lon.abs() <= 180.0;
    // A camera without reception writes zeros.
    let nowhere = lat.abs() < 1e-6 && lon.abs() < 1e-6;
    (sound && !nowhere).then_some(Position { lat, lon })
}

/// Degrees, minutes and seconds as degrees; south and west are negative.
fn degrees(exif: &exif::Exif, tag: exif::Tag, half: exif::Tag, negative: char) -> Option<f64> {
    let exif::Value::Rational(parts) = &exif.get_field(tag, exif::In::PRIMARY)?.value else {
        return None;
    };
    let mut degrees = 0.0;
    for (part, unit) in parts.iter().zip([1.0, 60.0, 3600.0]) {
        degrees += part.to_f64() / unit;
    }
    if parts.is_empty() || !degrees.is_finite() {
        return None;
    }
    let exif::Value::Ascii(half) = &exif.get_field(half, exif::In::PRIMARY)?.value else {
        return None;
    };
    let first = half.first()?.first()?.to_ascii_uppercase();
    Some(if char::from(first) == negative { -degrees } else { degrees })
}

/// Names what is no photo: by its content, else by the ending of its name. The name itself is the
/// sender's and goes nowhere.
fn name(found: &mut Attached, part: &MessagePart<'_>, bytes: &[u8]) {
    if found.others.len() >= MAX_OTHERS {
        return;
    }
    // The photos of telephones that `image` cannot read are better known by this name.
    let by_content = infer::get(bytes).map(|kind| match kind.extension() {
        "heif" => "heic".to_owned(),
        known => known.to_owned(),
    });
    let by_name = || {
        let (_, ending) = part.attachment_name()?.rsplit_once('.')?;
        let short = (1..=5).contains(&ending.len());
        (short && ending.chars().all(|c| c.is_ascii_alphanumeric())).then(|| ending.to_owned())
    };
    let by_type = || {
        let kind = part.content_type()?;
        match (kind.ctype().to_ascii_lowercase().as_str(), kind.subtype()?) {
            ("text", "plain") => Some("txt".to_owned()),
            ("text", "html") => Some("html".to_owned()),
            ("text", "calendar") => Some("ics".to_owned()),
            _ => None,
        }
    };
    let name = by_content.or_else(by_name).or_else(by_type).unwrap_or_else(|| "file".to_owned());
    found.others.push(if name == "file" { name } else { name.to_ascii_uppercase() });
}
