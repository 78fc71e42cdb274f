//! Small files to lay beside a return, made by hand: sound ones, and those that are not.

use std::io::{Cursor, Write};

/// The smallest JPEG there is, one grey point, with these parts after its beginning.
pub fn jpeg(parts: &[(u8, &[u8])]) -> Vec<u8> {
    let mut out = b"\xff\xd8".to_vec();
    for (marker, body) in parts {
        out.extend_from_slice(&[0xff, *marker]);
        out.extend_from_slice(&u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        out.extend_from_slice(body);
    }
    out.extend_from_slice(b"\xff\xdb\0\x43\0");
    out.extend_from_slice(&[1; 64]);
    out.extend_from_slice(b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0");
    out.extend_from_slice(b"\xff\xc4\0\x14\0\x01");
    out.extend_from_slice(&[0; 15]);
    out.push(9);
    out.extend_from_slice(b"\xff\xc4\0\x14\x10\x01");
    out.extend_from_slice(&[0; 15]);
    out.push(0);
    out.extend_from_slice(b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\x54\xff\0\x2a\xff\xd9");
    out
}

/// EXIF with a turn of a quarter and the words of a place.
pub fn exif() -> Vec<u8> {
    let mut out =
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    out.extend_from_slice(b"GPS 22.19N 112.30E");
    out
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| match crc & 1 {
            1 => (crc >> 1) ^ 0xedb8_8320,
            _ => crc >> 1,
        })
    })
}

/// A PNG of one point, with a text chunk that tells a place.
pub fn png() -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, body) in [
        (b"IHDR", &b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0"[..]),
        (b"tEXt", b"Location\x0022.19N 112.30E"),
        (b"IDAT", b"\x78\x9c\x63\x60\0\0\0\x02\0\x01"),
        (b"IEND", b""),
    ] {
        out.extend_from_slice(&u32::try_from(body.len()).unwrap().to_be_bytes());
        let chunk = [&name[..], body].concat();
        out.extend_from_slice(&chunk);
        out.extend_from_slice(&crc(&chunk).to_be_bytes());
    }
    out
}

/// A WebP whose head promises EXIF, which tells a place.
pub fn webp() -> Vec<u8> {
    let mut inside = b"WEBP".to_vec();
    for (name, body) in [
        (b"VP8X", &b"\x08\0\0\0\0\0\0\0\0\0"[..]),
        (b"VP8L", b"\x2f\0\0\0\0\x07\x10\xfd\x8f\xfe\x07"),
        (b"EXIF", b"GPS 22.19N 112.30E"),
    ] {
        inside.extend_from_slice(name);
        inside.extend_from_slice(&u32::try_from(body.len()).unwrap().to_le_bytes());
        inside.extend_from_slice(body);
        inside.resize(inside.len() + body.len() % 2, 0);
    }
    let mut out = b"RIFF".to_vec();
    out.extend_from_slice(&u32::try_from(inside.len()).unwrap().to_le_bytes());
    out.extend_from_slice(&inside);
    out
}

fn boxed(name: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let inside = parts.concat();
    let size = u32::try_from(inside.len() + 8).unwrap().to_be_bytes();
    [&size[..], name, &inside].concat()
}

/// A HEIC with a picture and an item of EXIF that tells a place.
pub fn heic() -> Vec<u8> {
    const TELLS: &[u8] = b"Exif GPS 22.19N 112.30E";
    let item =
        |id: u8, kind: &[u8]| boxed(b"infe", &[b"\x02\0\0\0\0", &[id], b"\0\0", kind, b"\0"]);
    let build = |data_at: u32| {
        let place = |id: u8, from: u32, length: u32| {
            [
                &[0, id][..],
                b"\0\0\0\x01",
                &from.to_be_bytes(),
                &length.to_be_bytes(),
            ]
            .concat()
        };
        let meta = boxed(
            b"meta",
            &[
                &[0; 4],
                &boxed(b"hdlr", &[b"\0\0\0\0\0\0\0\0pict", &[0; 13]]),
                &boxed(
                    b"iinf",
                    &[b"\0\0\0\0\0\x02", &item(1, b"hvc1"), &item(2, b"Exif")],
                ),
                &boxed(
                    b"iloc",
                    &[
                        b"\0\0\0\0\x44\0\0\x02",
                        &place(1, data_at, 7),
                        &place(2, data_at + 7, u32::try_from(TELLS.len()).unwrap()),
                    ],
                ),
            ],
        );
        let head = [boxed(b"ftyp", &[b"heic\0\0\0\0mif1heic"]), meta].concat();
        (
            head.len(),
            [head, boxed(b"mdat", &[b"picture", TELLS])].concat(),
        )
    };
    let (head, _) = build(0);
    build(u32::try_from(head).unwrap() + 8).1
}

/// The smallest PDF.
pub fn pdf() -> Vec<u8> {
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".to_vec()
}

/// A packed folder with these files.
pub fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook as Excel writes it.
pub fn xlsx() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "在册患者").unwrap();
    book.save_to_buffer().unwrap()
}

/// A workbook of before 2007, as far as anybody looks: a compound file with these streams.
pub fn compound(streams: &[&str]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for path in streams {
        match path.strip_suffix('/') {
            Some(storage) => file.create_storage(storage).unwrap(),
            None => file
                .create_stream(path)
                .unwrap()
                .write_all(b"content")
                .unwrap(),
        }
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// Whether these bytes still tell the place.
pub fn tells_the_place(bytes: &[u8]) -> bool {
    bytes.windows(6).any(|part| part == b"22.19N")
}
