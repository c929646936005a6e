//! Two EPUBs: the files in them, and the ZIP around those.

use std::io::{Cursor, Read};
use std::ops::Range;

use super::difference::{Difference, around, bytes, first};

/// Where two EPUBs differ: in a file, in the order of files, in what the ZIP says of a file, else at a byte of the ZIP.
pub(crate) fn differences(one: &[u8], other: &[u8]) -> Vec<Difference> {
    if one == other {
        return Vec::new();
    }
    let (Some(first), Some(second)) = (Archive::read(one), Archive::read(other)) else {
        return bytes(one, other).map(|difference| difference.within("no ZIP")).into_iter().collect();
    };
    let mut found = order(&first, &second);
    for entry in &first.entries {
        if let Some(twin) = second.entries.iter().find(|twin| twin.name == entry.name) {
            found.extend(bytes(&entry.content, &twin.content).map(|found| found.within(&entry.name)));
            found.extend(LOCAL.differences((one, entry.local), (other, twin.local), &entry.name));
            found.extend(CENTRAL.differences((one, entry.central), (other, twin.central), &entry.name));
        }
    }
    if found.is_empty() {
        found.push(anywhere(&first, one, other));
    }
    found
}

/// A ZIP's files, in the order of its directory.
struct Archive {
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    /// Decompressed.
    content: Vec<u8>,
    /// Where its header in front of its content begins.
    local: usize,
    /// Where its record in the directory at the end begins.
    central: usize,
}

impl Archive {
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
        let entries = (0..archive.len()).map(|index| {
            let mut file = archive.by_index(index).ok()?;
            let mut content = Vec::new();
            file.read_to_end(&mut content).ok()?;
            let at = |offset: u64| usize::try_from(offset).ok();
            let (local, central) = (at(file.header_start())?, at(file.central_header_start())?);
            Some(Entry { name: file.name().ok()?.into_owned(), content, local, central })
        });
        Some(Self { entries: entries.collect::<Option<_>>()? })
    }

    /// What of the ZIP a byte belongs to.
    fn part(&self, at: usize) -> String {
        let behind = |start: fn(&Entry) -> usize| {
            self.entries.iter().filter(|entry| start(entry) <= at).max_by_key(|entry| start(entry))
        };
        match (behind(|entry| entry.central), behind(|entry| entry.local)) {
            (Some(entry), _) => format!("{}: ZIP, at or behind its record in the directory", entry.name),
            (None, Some(entry)) => format!("{}: ZIP, its compressed bytes", entry.name),
            (None, None) => "ZIP, in front of its files".to_owned(),
        }
    }
}

/// The first place of the directory where another file stands.
fn order(one: &Archive, other: &Archive) -> Vec<Difference> {
    let name = |archive: &Archive, index: usize| {
        archive.entries.get(index).map_or("nothing".to_owned(), |entry| entry.name.clone())
    };
    let count = one.entries.len().max(other.entries.len());
    let at = (0..count).find(|&index| name(one, index) != name(other, index));
    let difference = at.map(|index| {
        Difference::new(
            format!("ZIP, file {} of its directory", index + 1),
            name(one, index),
            name(other, index),
        )
    });
    difference.into_iter().collect()
}

/// A byte that no file and no field of a header explains, as where the same content is compressed otherwise.
fn anywhere(archive: &Archive, one: &[u8], other: &[u8]) -> Difference {
    let at = first(one, other);
    let place = format!("{}: byte {at} of the archive", archive.part(at));
    Difference::new(place, around(one, at), around(other, at))
}

/// What a ZIP says of a file: fields of a fixed length, then some whose lengths are among them.
///
/// Checksums, sizes and places follow from the contents and are no differences of their own.
struct Header {
    name: &'static str,
    fixed: &'static [(&'static str, Range<usize>)],
    /// Where the length of the name is, and of each field behind it, in their order.
    lengths: &'static [(&'static str, usize)],
    /// Where the name begins.
    size: usize,
}

/// APPNOTE 6.3.10 §4.3.7.
const LOCAL: Header = Header {
    name: "header",
    fixed: &[
        ("version needed", 4..6),
        ("flags", 6..8),
        ("compression", 8..10),
        ("time", 10..12),
        ("date", 12..14),
    ],
    lengths: &[("name", 26), ("extra field", 28)],
    size: 30,
};

/// APPNOTE 6.3.10 §4.3.12.
const CENTRAL: Header = Header {
    name: "record in the directory",
    fixed: &[
        ("version made by", 4..6),
        ("version needed", 6..8),
        ("flags", 8..10),
        ("compression", 10..12),
        ("time", 12..14),
        ("date", 14..16),
        ("internal attributes", 36..38),
        ("external attributes", 38..42),
    ],
    lengths: &[("name", 28), ("extra field", 30), ("comment", 32)],
    size: 46,
};

impl Header {
    fn differences(&self, one: (&[u8], usize), other: (&[u8], usize), file: &str) -> Vec<Difference> {
        let (one, other) = (self.fields(&one.0[one.1..]), self.fields(&other.0[other.1..]));
        let differing = one.into_iter().zip(other).filter(|((_, one), (_, other))| one != other);
        let difference = differing.map(|((field, one), (_, other))| {
            Difference::new(format!("{file}: ZIP, {}: {field}", self.name), hex(one), hex(other))
        });
        difference.collect()
    }

    /// The fields of the header that the bytes begin with.
    fn fields<'a>(&self, bytes: &'a [u8]) -> Vec<(&'static str, &'a [u8])> {
        let fixed = self.fixed.iter().map(|(name, range)| (*name, &bytes[range.clone()]));
        let mut fields: Vec<_> = fixed.collect();
        let mut start = self.size;
        for (name, at) in self.lengths {
            let end = start + usize::from(u16::from_le_bytes([bytes[*at], bytes[at + 1]]));
            fields.push((*name, &bytes[start..end]));
            start = end;
        }
        fields
    }
}

/// Bytes as numbers.
fn hex(bytes: &[u8]) -> String {
    let numbers: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("[{}]", numbers.join(" "))
}
