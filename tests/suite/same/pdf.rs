//! Two PDFs: object by object, and within an object key by key, or in its decompressed stream.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, Stream};

use super::difference::{Difference, around, bytes, first};

/// What of two PDFs must be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Same {
    /// Every byte.
    Bytes,
    /// Every object, however its stream is compressed; what is made of compressed bytes may differ: their length, and the
    /// name of this very file (`InstanceID` of its XMP, the second `ID` of its trailer; ISO 32000-1 §14.4), which Typst gives
    /// to the document too where it has no author.
    Objects,
}

/// Where two PDFs differ.
pub(crate) fn differences(one: &[u8], other: &[u8], same: Same) -> Vec<Difference> {
    if one == other {
        return Vec::new();
    }
    let (Ok(first), Ok(second)) = (Document::load_mem(one), Document::load_mem(other)) else {
        return bytes(one, other).map(|difference| difference.within("no PDF")).into_iter().collect();
    };
    let mut walk = Walk { same, found: Vec::new() };
    walk.objects(&objects(&first), &objects(&second));
    walk.trailers(&first.trailer, &second.trailer);
    if walk.found.is_empty() && same == Same::Bytes {
        walk.found.push(anywhere(one, other));
    }
    walk.found
}

/// Everything with a number, but for tables of where the rest is: what they say of the book is the trailer too.
fn objects(document: &Document) -> BTreeMap<u32, &Object> {
    let is_table = |object: &Object| object.as_stream().is_ok_and(|stream| stream.dict.has_type(b"XRef"));
    let objects = document.objects.iter().filter(|(_, object)| !is_table(object));
    objects.map(|(id, object)| (id.0, object)).collect()
}

/// A byte that no object explains: the same stream compressed otherwise, or the places of objects.
fn anywhere(one: &[u8], other: &[u8]) -> Difference {
    let at = first(one, other);
    let heads = lines(&one[..at]).filter(|line| line.ends_with(b" obj"));
    let object = heads.last().map_or("in front of its objects".to_owned(), |line| {
        let number = String::from_utf8_lossy(line);
        format!("object {}, as it is written", number.split(' ').next().unwrap_or_default())
    });
    Difference::new(format!("{object}: byte {at} of the file"), around(one, at), around(other, at))
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|&byte| byte == b'\n' || byte == b'\r')
}

struct Walk {
    same: Same,
    found: Vec<Difference>,
}

impl Walk {
    fn objects(&mut self, one: &BTreeMap<u32, &Object>, other: &BTreeMap<u32, &Object>) {
        for (number, object) in one {
            let place = format!("object {number}");
            match other.get(number) {
                Some(twin) => self.object(&place, object, twin),
                None => self.found.push(Difference::new(place, shown(object), "nothing")),
            }
        }
        for (number, object) in other.iter().filter(|(number, _)| !one.contains_key(number)) {
            self.found.push(Difference::new(format!("object {number}"), "nothing", shown(object)));
        }
    }

    fn trailers(&mut self, one: &Dictionary, other: &Dictionary) {
        let (mut one, mut other) = (one.clone(), other.clone());
        if self.same == Same::Objects {
            for trailer in [&mut one, &mut other] {
                if let Ok(ids) = trailer.get_mut(b"ID").and_then(Object::as_array_mut)
                    && let Some(file) = ids.pop()
                {
                    ids.retain(|id| *id != file);
                }
            }
        }
        self.dictionary("trailer", &one, &other);
    }

    fn object(&mut self, place: &str, one: &Object, other: &Object) {
        match (one, other) {
            (Object::Dictionary(one), Object::Dictionary(other)) => self.dictionary(place, one, other),
            (Object::Stream(one), Object::Stream(other)) => self.stream(place, one, other),
            (Object::Array(one), Object::Array(other)) if one.len() == other.len() => {
                for (index, (one, other)) in one.iter().zip(other).enumerate() {
                    self.object(&format!("{place}[{index}]"), one, other);
                }
            }
            (one, other) if one != other => {
                self.found.push(Difference::new(place, shown(one), shown(other)));
            }
            _ => {}
        }
    }

    fn dictionary(&mut self, place: &str, one: &Dictionary, other: &Dictionary) {
        for (key, value) in one {
            let place = format!("{place} /{}", String::from_utf8_lossy(key));
            match other.get(key) {
                Ok(twin) => self.object(&place, value, twin),
                Err(_) => self.found.push(Difference::new(place, shown(value), "nothing")),
            }
        }
        for (key, value) in other.iter().filter(|(key, _)| !one.has(key)) {
            let place = format!("{place} /{}", String::from_utf8_lossy(key));
            self.found.push(Difference::new(place, "nothing", shown(value)));
        }
    }

    fn stream(&mut self, place: &str, one: &Stream, other: &Stream) {
        let (mut one_keys, mut other_keys) = (one.dict.clone(), other.dict.clone());
        let (one_content, other_content) = (self.content(one), self.content(other));
        let place_of_stream = format!("{place}, its stream decompressed");
        let inside = bytes(&one_content, &other_content);
        // The length follows from the content.
        if inside.is_some() || self.same == Same::Objects {
            one_keys.remove(b"Length");
            other_keys.remove(b"Length");
        }
        self.dictionary(place, &one_keys, &other_keys);
        self.found.extend(inside.map(|difference| difference.within(&place_of_stream)));
    }

    /// What a stream says, without what may differ.
    fn content(&self, stream: &Stream) -> Vec<u8> {
        let content = stream.get_plain_content().unwrap_or_else(|_| stream.content.clone());
        let is_metadata = stream.dict.has_type(b"Metadata");
        if is_metadata && self.same == Same::Objects { without_instance(&content) } else { content }
    }
}

/// XMP without the name of this very file.
fn without_instance(xmp: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(xmp);
    let rest = text.split_once("<xmpMM:InstanceID>").map(|(_, rest)| rest);
    let name = rest.and_then(|rest| rest.split_once("</xmpMM:InstanceID>")).map(|(name, _)| name);
    name.map_or_else(|| xmp.to_vec(), |name| text.replace(name, "").into_bytes())
}

/// An object in short.
fn shown(object: &Object) -> String {
    const MOST: usize = 120;
    let text = format!("{object:?}");
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
