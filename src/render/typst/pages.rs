//! What a written PDF says of its pages: their labels, and what begins on them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as PdfString};

use super::{EngineError, Pdf};
use crate::render::pdf::Project;
use crate::render::{PagePlace, PageStart};
use crate::resolve::terms::roman;

/// How deep the trees of names and labels may be; Typst writes them flat.
const DEEPEST: usize = 16;

/// Reads what the PDF of a project says of its pages.
///
/// # Errors
/// For what is no PDF.
pub fn read(bytes: Vec<u8>, project: &Project) -> Result<Pdf, EngineError> {
    let bytes = Arc::new(bytes);
    let broken = || EngineError::Failed { why: "it wrote a PDF that can't be read".to_owned() };
    let pdf = hayro_syntax::Pdf::new(bytes.clone()).map_err(|_| broken())?;
    let page_count = pdf.pages().len();
    let root: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).ok_or_else(broken)?;
    let indices: HashMap<ObjectIdentifier, usize> = pdf
        .pages()
        .iter()
        .enumerate()
        .filter_map(|(index, page)| Some((page.raw().obj_id()?, index)))
        .collect();
    let mut firsts: BTreeMap<usize, (f32, PagePlace)> = BTreeMap::new();
    let mut places: Vec<(PagePlace, usize)> = Vec::new();
    let names = root.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("Dests"));
    destinations(names.as_ref(), &mut |name, page, height| {
        let Some((&index, &place)) = indices.get(&page).zip(project.marks.get(name)) else { return };
        places.push((place, index));
        let first = firsts.entry(index).or_insert((height, place));
        if height > first.0 || height == first.0 && place < first.1 {
            *first = (height, place);
        }
    });
    let labels = labels(&root, page_count);
    let pages = firsts
        .into_iter()
        .map(|(index, (_, place))| PageStart { label: labels[index].clone(), place })
        .collect();
    let of_places = places.into_iter().map(|(place, index)| (place, labels[index].clone())).collect();
    drop(root);
    drop(pdf);
    let bytes = Arc::try_unwrap(bytes).unwrap_or_else(|shared| shared.as_ref().clone());
    Ok(Pdf { bytes, page_count, pages, labels: of_places })
}

/// The keywords of any PDF, none where it has none or is none.
pub fn keywords(bytes: &[u8]) -> Vec<String> {
    let Ok(pdf) = hayro_syntax::Pdf::new(Arc::new(bytes.to_vec())) else { return Vec::new() };
    let facts = hayro_syntax::Pdf::metadata(&pdf);
    let keywords = facts.keywords.as_deref().and_then(text).unwrap_or_default();
    keywords.split(',').map(|keyword| keyword.trim().to_owned()).collect()
}

/// Every destination of a name tree (PDF 1.7 §7.9.6): its name, page, and height on it.
pub(crate) fn destinations(tree: Option<&Dict<'_>>, found: &mut impl FnMut(&str, ObjectIdentifier, f32)) {
    named_places(tree, DEEPEST, found);
}

fn named_places(tree: Option<&Dict<'_>>, depth: usize, found: &mut impl FnMut(&str, ObjectIdentifier, f32)) {
    let Some(tree) = tree.filter(|_| depth > 0) else { return };
    if let Some(kids) = tree.get::<Array<'_>>("Kids") {
        kids.iter::<Dict<'_>>().for_each(|kid| named_places(Some(&kid), depth - 1, found));
    }
    let Some(names) = tree.get::<Array<'_>>("Names") else { return };
    let mut entries = names.iter::<Object<'_>>();
    while let (Some(name), Some(target)) = (entries.next(), entries.next()) {
        let Some(name) = name.into_string().and_then(|name: PdfString<'_>| text(name.as_bytes())) else {
            continue;
        };
        let target = match target {
            Object::Dict(dict) => dict.get::<Array<'_>>("D"),
            Object::Array(array) => Some(array),
            _ => None,
        };
        if let Some((page, height)) = target.and_then(|target| place(&target)) {
            found(&name, page, height);
        }
    }
}

/// `[page /XYZ left top zoom]`.
fn place(target: &Array<'_>) -> Option<(ObjectIdentifier, f32)> {
    let mut items = target.raw_iter();
    let MaybeRef::Ref(page) = items.next()? else { return None };
    let height = target.iter::<Object<'_>>().nth(3)?.into_f32()?;
    Some((page.into(), height))
}

/// A text string (PDF 1.7 §7.9.2.2): UTF-16 with its mark, else bytes.
pub(crate) fn text(bytes: &[u8]) -> Option<String> {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).collect::<Result<_, _>>().ok()
        }
        None => std::str::from_utf8(bytes).ok().map(str::to_owned),
    }
}

/// The labels of all pages (PDF 1.7 §12.4.2).
fn labels(root: &Dict<'_>, count: usize) -> Vec<String> {
    let mut ranges: BTreeMap<usize, (Option<String>, String, usize)> = BTreeMap::new();
    label_ranges(root.get::<Dict<'_>>("PageLabels").as_ref(), DEEPEST, &mut ranges);
    let plain = (Some("D".to_owned()), String::new(), 1);
    (0..count)
        .map(|index| {
            let (start, (style, prefix, first)) =
                ranges.range(..=index).next_back().map_or((0, &plain), |(start, range)| (*start, range));
            format!("{prefix}{}", number(style.as_deref(), first + index - start))
        })
        .collect()
}

fn label_ranges(
    tree: Option<&Dict<'_>>,
    depth: usize,
    ranges: &mut BTreeMap<usize, (Option<String>, String, usize)>,
) {
    let Some(tree) = tree.filter(|_| depth > 0) else { return };
    if let Some(kids) = tree.get::<Array<'_>>("Kids") {
        kids.iter::<Dict<'_>>().for_each(|kid| label_ranges(Some(&kid), depth - 1, ranges));
    }
    let Some(entries) = tree.get::<Array<'_>>("Nums") else { return };
    let mut entries = entries.iter::<Object<'_>>();
    while let (Some(index), Some(label)) = (entries.next(), entries.next()) {
        let Some((index, label)) = index.into_i32().zip(label.into_dict()) else { continue };
        let style = label.get::<Name<'_>>("S").map(|name| name.as_str().to_owned());
        let prefix = label.get::<PdfString<'_>>("P").and_then(|prefix| text(prefix.as_bytes()));
        let first = label.get::<i32>("St").and_then(|first| usize::try_from(first).ok()).unwrap_or(1);
        if let Ok(index) = usize::try_from(index) {
            ranges.insert(index, (style, prefix.unwrap_or_default(), first));
        }
    }
}

fn number(style: Option<&str>, number: usize) -> String {
    match style {
        Some("r") => roman(number).to_lowercase(),
        Some("R") => roman(number),
        Some(_) => number.to_string(),
        None => String::new(),
    }
}
