//! Pictures without what they tell beside the picture: where and when they were taken, by which
//! device, a small picture of what was there before it was cut. Only the parts that make up the
//! picture are copied, so that what is unknown is left out too. `None` for what breaks off.

/// What a JPEG's turn is when nothing says so.
const UPRIGHT: u8 = 1;

/// A JPEG: its tables, scans, colour profile and which way is up; nothing after its end.
pub fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(bytes.get(..2).filter(|start| *start == b"\xff\xd8")?);
    let mut at = 2;
    let mut turn = UPRIGHT;
    let mut kept = Vec::new();
    let mut scans = 0;
    loop {
        // A marker is 0xFF and its code; any number of 0xFF may stand before it.
        if *bytes.get(at)? != 0xff {
            return None;
        }
        while *bytes.get(at)? == 0xff {
            at += 1;
        }
        let marker = *bytes.get(at)?;
        at += 1;
        match marker {
            0xd9 if scans > 0 => break,
            0x01 | 0xd0..=0xd7 => continue,
            0x00 | 0xd8 | 0xd9 => return None,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
        let segment = bytes.get(at..at + length).filter(|_| length >= 2)?;
        at += length;
        let body = &segment[2..];
        let keep = match marker {
            // JFIF; Adobe's sign for the colours; the colour profile.
            0xe0 => body.starts_with(b"JFIF\0"),
            0xee => body.starts_with(b"Adobe"),
            0xe2 => body.starts_with(b"ICC_PROFILE\0"),
            0xe1 => {
                if let Some(tiff) = body.strip_prefix(b"Exif\0\0") {
                    turn = orientation(tiff).unwrap_or(turn);
                }
                false
            }
            // Other applications' parts, and comments.
            0xe3..=0xef | 0xfe => false,
            _ => true,
        };
        if keep {
            kept.extend_from_slice(&[0xff, marker]);
            kept.extend_from_slice(segment);
        }
        if marker == 0xda {
            scans += 1;
            let from = at;
            at += scan_end(&bytes[from..])?;
            kept.extend_from_slice(&bytes[from..at]);
        }
    }
    if turn != UPRIGHT {
        out.extend_from_slice(&turned(turn));
    }
    out.extend_from_slice(&kept);
    out.extend_from_slice(b"\xff\xd9");
    Some(out)
}

/// Where the compressed picture ends and the next marker stands.
fn scan_end(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}

/// Which way is up, as the camera has written it (tag 0x0112 of the first directory).
fn orientation(tiff: &[u8]) -> Option<u8> {
    let big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let pair = [*tiff.get(at)?, *tiff.get(at.checked_add(1)?)?];
        Some(match big {
            true => u16::from_be_bytes(pair),
            false => u16::from_le_bytes(pair),
        })
    };
    let (high, low) = match big {
        true => (short(4)?, short(6)?),
        false => (short(6)?, short(4)?),
    };
    let first = (usize::from(high) << 16) | usize::from(low);
    let entries = usize::from(short(first)?);
    (0..entries)
        .map(|entry| first + 2 + entry * 12)
        .find(|at| short(*at) == Some(0x0112))
        .and_then(|at| short(at + 8))
        .and_then(|turn| u8::try_from(turn).ok())
        .filter(|turn| (1..=8).contains(turn))
}

/// A part that says nothing but which way is up.
fn turned(turn: u8) -> Vec<u8> {
    let mut part =
        b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    part.extend_from_slice(&[turn, 0, 0, 0, 0, 0, 0]);
    part
}

/// A PNG: the chunks that make up the picture; nothing after its end.
pub fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8]; 17] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP",
        b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT", b"hIST",
    ];
    let mut out = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let length = bytes.get(at..at + 4)?;
        let length = u32::from_be_bytes([length[0], length[1], length[2], length[3]]) as usize;
        let chunk = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        let name = &chunk[4..8];
        at += chunk.len();
        if KEPT.contains(&name) {
            out.extend_from_slice(chunk);
        }
        if name == b"IEND" {
            return Some(out);
        }
    }
}

/// A WebP: the chunks that make up the picture, and a head that no longer promises others.
pub fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8]; 7] = [
        b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
    ];
    let size = bytes.get(4..8)?;
    let size = u32::from_le_bytes([size[0], size[1], size[2], size[3]]) as usize;
    let inside = bytes.get(8..size.checked_add(8)?)?;
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    let mut at = 4;
    let mut pictures = 0;
    while at < inside.len() {
        let head = inside.get(at..at + 8)?;
        let (name, length) = head.split_at(4);
        let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]) as usize;
        let body = inside.get(at + 8..at.checked_add(8)?.checked_add(length)?)?;
        // Chunks begin at even places.
        at += 8 + length + length % 2;
        if !KEPT.contains(&name) {
            continue;
        }
        pictures += usize::from(matches!(name, b"VP8 " | b"VP8L" | b"ANMF"));
        out.extend_from_slice(head);
        let begins = out.len();
        out.extend_from_slice(body);
        if name == b"VP8X" {
            // The flags of EXIF and XMP.
            *out.get_mut(begins)? &= !0b0000_1100;
        }
        if length % 2 == 1 {
            out.push(0);
        }
    }
    let size = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    (pictures > 0).then_some(out)
}
