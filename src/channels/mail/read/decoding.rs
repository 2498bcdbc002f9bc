//! What decoding a photo takes, by what its file says before it is decoded.

use image::{ImageDecoder, ImageFormat};

/// The most components that a JPEG's decoder knows.
const MOST_COMPONENTS: u8 = 4;

/// The bytes that decoding takes: the pixels as they come out, and what the decoder keeps of all of
/// them meanwhile.
pub(super) fn cost(decoder: &impl ImageDecoder, bytes: &[u8], format: ImageFormat) -> u64 {
    let kept = match format {
        ImageFormat::Jpeg => 2 * u64::from(components_kept(bytes)),
        // A frame, and the canvas that it is laid on.
        ImageFormat::WebP => 8,
        _ => 0,
    };
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    decoder.total_bytes().saturating_add(pixels.saturating_mul(kept))
}

/// Of how many components a JPEG's coefficients are kept until the last scan is read: of none where
/// the first scan has all of them, of all where the photo is progressive or they come one after the
/// other (ITU-T T.81). What is unusual counts as the worst: its maker may want it misread.
fn components_kept(bytes: &[u8]) -> u8 {
    let mut rest = bytes.get(2..).unwrap_or_default();
    let mut frame = None;
    while let [0xFF, marker, after @ ..] = rest {
        if *marker == 0xFF {
            // Filled up before the marker.
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let length = after.first_chunk().map_or(0, |length| u16::from_be_bytes(*length));
        let Some((segment, next)) = after.split_at_checked(length.into()) else { break };
        let components = segment.get(7).copied();
        match *marker {
            0xC0 | 0xC1 if frame.is_none() => frame = components,
            0xC2 if frame.is_none() => {
                frame = components;
                break;
            }
            0xDA if frame.is_some() && frame == segment.get(2).copied() => return 0,
            0xDA => break,
            // Tables and comments, and what programs add: that has a name at least.
            0xC4 | 0xDB | 0xDD | 0xFE => {}
            0xE0..=0xEF if length > 7 => {}
            _ => return MOST_COMPONENTS,
        }
        rest = next;
    }
    frame.unwrap_or(MOST_COMPONENTS).min(MOST_COMPONENTS)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageReader};

    use super::*;

    #[test]
    fn what_decoding_takes_is_known_before() {
        let cases = [
            (DynamicImage::new_rgba16(20, 10), ImageFormat::Png, 8),
            (DynamicImage::new_rgb8(20, 10), ImageFormat::Png, 3),
            (DynamicImage::new_rgb8(20, 10), ImageFormat::Jpeg, 3),
            (DynamicImage::new_rgb8(20, 10), ImageFormat::WebP, 3 + 8),
        ];
        for (picture, format, bytes_each) in cases {
            let mut out = Vec::new();
            picture.write_to(&mut Cursor::new(&mut out), format).unwrap();
            let reader = ImageReader::with_format(Cursor::new(out.as_slice()), format);
            let decoder = reader.into_decoder().unwrap();
            assert_eq!(cost(&decoder, &out, format), 20 * 10 * bytes_each, "{format:?}");
        }
    }

    /// A photo's beginning: a frame of three components, and a scan of so many.
    fn jpeg(frame: u8, before: &[u8], scan: u8) -> Vec<u8> {
        let sof = [&[0xFF, frame, 0, 17, 8, 0, 64, 0, 64, 3][..], &[0; 9]].concat();
        let sos = [0xFF, 0xDA, 0, 6 + 2 * scan, scan];
        [&[0xFF, 0xD8][..], before, &sof, &sos, &[0; 20]].concat()
    }

    #[test]
    fn the_whole_of_a_photo_is_kept_where_it_comes_in_several_scans() {
        let cases: [(Vec<u8>, u8); 8] = [
            (jpeg(0xC0, &[], 3), 0),
            (jpeg(0xC1, &[0xFF, 0xFF, 0xFE, 0, 3, 7], 3), 0),
            (jpeg(0xC0, &[0xFF, 0xE1, 0, 8, 0xFF, 0xC2, 0, 4, 0, 0], 3), 0),
            (jpeg(0xC0, &[], 1), 3),
            (jpeg(0xC2, &[], 3), 3),
            (jpeg(0xC0, &[0xFF, 0xE0, 0, 6, 0, 0, 0, 0], 3), MOST_COMPONENTS),
            (jpeg(0xC0, &[0], 3), MOST_COMPONENTS),
            (vec![0xFF, 0xD8, 0xFF], MOST_COMPONENTS),
        ];
        for (bytes, kept) in cases {
            assert_eq!(components_kept(&bytes), kept, "{}", bytes.escape_ascii());
        }
    }
}
