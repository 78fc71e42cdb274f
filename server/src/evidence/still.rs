//! HEIC photos without what they tell beside the picture.
//!
//! A HEIC file is a tree of boxes; place and time of taking are items of their own (`Exif`, and
//! XMP as `mime`), whose bytes lie somewhere in the file. They are overwritten with zeros where
//! they lie, so that nothing moves. Which way is up stands elsewhere (`irot`) and stays.

/// Reads whole numbers one after the other.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of `size` bytes; none is zero.
    fn number(&mut self, size: usize) -> Option<usize> {
        self.take(size)?.iter().try_fold(0_usize, |sum, byte| {
            sum.checked_mul(256)?.checked_add(usize::from(*byte))
        })
    }

    /// The next box: its name and what is in it.
    fn next_box(&mut self) -> Option<(&'a [u8], &'a [u8])> {
        let size = self.number(4)?;
        let name = self.take(4)?;
        let inside = match size {
            0 => self.0.len(),
            1 => self.number(8)?.checked_sub(16)?,
            size => size.checked_sub(8)?,
        };
        Some((name, self.take(inside)?))
    }
}

/// What is in the first box of this name.
fn within<'a>(boxes: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    let mut reader = Reader(boxes);
    while !reader.0.is_empty() {
        let (name, inside) = reader.next_box()?;
        if name == wanted {
            return Some(inside);
        }
    }
    None
}

/// The photo, its extra items zeroed. `None` when the tree of boxes cannot be read: then nobody
/// could say what the file tells.
pub fn heic(bytes: &[u8]) -> Option<Vec<u8>> {
    // A box of version and flags stands before the boxes in `meta`.
    let meta = within(bytes, b"meta")?.get(4..)?;
    let telling = telling_items(within(meta, b"iinf")?)?;
    let mut out = bytes.to_vec();
    let data = within(meta, b"idat");
    let data_at = data.map(|data| data.as_ptr() as usize - bytes.as_ptr() as usize);
    for place in places(within(meta, b"iloc")?, &telling)? {
        let base = match place.method {
            0 => 0,
            1 => data_at?,
            _ => return None,
        };
        let from = base.checked_add(place.from)?;
        out.get_mut(from..from.checked_add(place.length)?)?.fill(0);
    }
    Some(out)
}

/// The numbers of the items that are not the picture (`iinf`).
fn telling_items(inside: &[u8]) -> Option<Vec<usize>> {
    let mut reader = Reader(inside);
    let version = reader.number(1)?;
    reader.take(3)?;
    let count = reader.number(if version == 0 { 2 } else { 4 })?;
    let mut telling = Vec::new();
    for _ in 0..count {
        let (name, entry) = reader.next_box()?;
        let mut entry = Reader(entry);
        let version = entry.number(1)?;
        entry.take(3)?;
        if name != b"infe" || version < 2 {
            continue;
        }
        let id = entry.number(if version == 2 { 2 } else { 4 })?;
        entry.take(2)?;
        if matches!(entry.take(4)?, b"Exif" | b"mime" | b"uri ") {
            telling.push(id);
        }
    }
    Some(telling)
}

/// A stretch of an item.
struct Stretch {
    method: usize,
    from: usize,
    length: usize,
}

/// Where these items lie (`iloc`).
fn places(inside: &[u8], items: &[usize]) -> Option<Vec<Stretch>> {
    let mut reader = Reader(inside);
    let version = reader.number(1)?;
    reader.take(3)?;
    let sizes = [reader.number(1)?, reader.number(1)?];
    let (offset, length) = (sizes[0] >> 4, sizes[0] & 15);
    let (base, index) = (sizes[1] >> 4, sizes[1] & 15);
    let wide = if version < 2 { 2 } else { 4 };
    let count = reader.number(wide)?;
    let mut stretches = Vec::new();
    for _ in 0..count {
        let id = reader.number(wide)?;
        let method = match version {
            0 => 0,
            _ => reader.number(2)? & 15,
        };
        reader.take(2)?;
        let start = reader.number(base)?;
        let extents = reader.number(2)?;
        for _ in 0..extents {
            if version > 0 {
                reader.take(index)?;
            }
            let from = start.checked_add(reader.number(offset)?)?;
            let length = reader.number(length)?;
            if items.contains(&id) {
                stretches.push(Stretch {
                    method,
                    from,
                    length,
                });
            }
        }
    }
    Some(stretches)
}
