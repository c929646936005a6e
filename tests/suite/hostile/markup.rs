//! What is in the pages, drawings and style sheets of a site or an EPUB.

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// What a file holds that runs something, or asks for anything but the `files` beside it.
pub(super) fn faults(path: &str, bytes: &[u8], files: &[&str]) -> Vec<String> {
    let around = Around { path, files };
    let text = || String::from_utf8_lossy(bytes);
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => around.html(&text()),
        "xhtml" | "svg" | "opf" | "ncx" | "xml" => around.xml(&text()),
        "css" => around.css(&text()),
        "js" => own_script(path, bytes).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The one script that a site has is the program's.
fn own_script(path: &str, bytes: &[u8]) -> Option<String> {
    let is_own = path == SCRIPT && bytes == include_bytes!("../../../styles/recto.js");
    (!is_own).then(|| "a script of somebody else's".to_owned())
}

const SCRIPT: &str = "recto.js";

/// A file, and what stands beside it.
struct Around<'a> {
    path: &'a str,
    files: &'a [&'a str],
}

/// An element of either language, by its name without a prefix.
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    /// What stands directly in it.
    text: String,
}

impl Around<'_> {
    fn html(&self, text: &str) -> Vec<String> {
        let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(text);
        let mut elements = Vec::new();
        let mut comments = Vec::new();
        collect(&dom.document, &mut elements, &mut comments);
        let mut faults = self.elements(&elements);
        faults.extend(
            comments
                .iter()
                .filter(|comment| comment.contains("[if"))
                .map(|_| "a conditional comment".to_owned()),
        );
        faults
    }

    fn xml(&self, text: &str) -> Vec<String> {
        let options =
            roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: u32::MAX, ..Default::default() };
        let document = match roxmltree::Document::parse_with_options(text, options) {
            Ok(document) => document,
            Err(error) => return vec![format!("no XML: {error}")],
        };
        let nodes = || document.descendants();
        let elements: Vec<Element> = nodes().filter(roxmltree::Node::is_element).map(element).collect();
        let mut faults = self.elements(&elements);
        faults
            .extend(nodes().filter_map(|node| node.pi()).map(|pi| format!("an instruction `{}`", pi.target)));
        // roxmltree reads no others' files, but a reader may.
        faults.extend(
            ["<!ENTITY", "SYSTEM", "PUBLIC"]
                .into_iter()
                .filter(|word| declares(text, word))
                .map(str::to_owned),
        );
        faults
    }

    fn elements(&self, elements: &[Element]) -> Vec<String> {
        elements.iter().flat_map(|element| self.element(element)).collect()
    }

    fn element(&self, element: &Element) -> Vec<String> {
        let get = |name: &str| {
            element.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
        };
        let mut faults = Vec::new();
        let mut fault = |text: String| faults.push(text);
        match element.name.as_str() {
            "script"
                if get("src") == Some(SCRIPT) && self.path.ends_with(".html") && element.text.is_empty() => {}
            "script" | "handler" => fault("a script".to_owned()),
            "meta" if get("http-equiv").is_some() => fault("a `<meta http-equiv>`".to_owned()),
            "style" => self.css(&element.text).into_iter().for_each(&mut fault),
            name if ACTIVE.contains(&name) => fault(format!("a `<{name}>`")),
            _ => {}
        }
        for (name, value) in &element.attributes {
            self.attribute(element, name, value).into_iter().for_each(&mut fault);
        }
        faults
    }

    fn attribute(&self, element: &Element, name: &str, value: &str) -> Vec<String> {
        let is_link = name == "href" && matches!(element.name.as_str(), "a" | "reference");
        let is_canonical =
            element.attributes.iter().any(|(name, value)| name == "rel" && value == "canonical");
        let is_fine = match name {
            name if name.starts_with("on") => false,
            "srcdoc" | "ping" | "xml:base" => false,
            "style" => return self.css(value),
            "properties" => !value.contains("scripted") && !value.contains("remote"),
            "href" if is_link || is_canonical => is_for_readers(value) || self.is_inside(value),
            "href" | "src" | "full-path" => self.is_inside(value) || self.is_picture(value),
            "srcset" => {
                value.split(',').all(|part| self.is_inside(part.split_whitespace().next().unwrap_or("")))
            }
            "clip-path" | "mask" | "filter" | "fill" | "stroke" | "marker-start" | "marker-mid"
            | "marker-end" | "cursor" => return self.css(value),
            name if ASKING.contains(&name) => false,
            _ => !is_run(value) || is_words(name),
        };
        if is_fine {
            Vec::new()
        } else {
            vec![format!("`<{} {name}=\"{}\">`", element.name, value.chars().take(60).collect::<String>())]
        }
    }

    /// Whether an address leads to a file of the book, or within one.
    fn is_inside(&self, address: &str) -> bool {
        let path = address.split(['#', '?']).next().unwrap_or_default();
        if path.is_empty() {
            return true;
        }
        if path.contains([':', '\\']) || path.starts_with('/') {
            return false;
        }
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        // The container names the package from the root of the archive.
        if self.path.starts_with("META-INF/") {
            parts.clear();
        }
        for part in path.split('/') {
            match part {
                "." => {}
                ".." => {
                    if parts.pop().is_none() {
                        return false;
                    }
                }
                part => parts.push(part),
            }
        }
        self.files.contains(&parts.join("/").as_str())
    }

    /// Whether an address is a picture itself; of a drawing in it, all that holds of others.
    fn is_picture(&self, address: &str) -> bool {
        let Some((kind, data)) =
            address.strip_prefix("data:image/").and_then(|rest| rest.split_once(";base64,"))
        else {
            return false;
        };
        match kind {
            "png" | "jpg" | "jpeg" | "gif" | "webp" => true,
            "svg+xml" => String::from_utf8(decoded(data)).is_ok_and(|svg| self.xml(&svg).is_empty()),
            _ => false,
        }
    }

    /// What rules ask for, read as a browser would: without comments, escapes as what they stand for.
    fn css(&self, css: &str) -> Vec<String> {
        let css = plain(css);
        let mut faults: Vec<String> = [
            "@import",
            "image-set(",
            "image(",
            "src(",
            "expression(",
            "javascript:",
            "-moz-binding",
            "behavior:",
        ]
        .into_iter()
        .filter(|asking| css.contains(asking))
        .map(|asking| format!("`{asking}` in a style"))
        .collect();
        if css.starts_with("@charset") && !css.starts_with("@charset \"utf-8\"") {
            faults.push("a style in another encoding".to_owned());
        }
        for (at, _) in css.match_indices("url(") {
            let address = css[at + "url(".len()..].split(')').next().unwrap_or_default().trim();
            let address = address.trim_matches(['"', '\'']);
            let is_own = address.starts_with("data:image/")
                || address.starts_with("data:font/")
                || self.is_inside_any_case(address);
            if !is_own {
                faults.push(format!("`url({address})` in a style"));
            }
        }
        faults
    }

    /// As `is_inside`, for what was made lower case.
    fn is_inside_any_case(&self, address: &str) -> bool {
        let lower: Vec<String> = self.files.iter().map(|file| file.to_lowercase()).collect();
        let files: Vec<&str> = lower.iter().map(String::as_str).collect();
        Around { path: &self.path.to_lowercase(), files: &files }.is_inside(address)
    }
}

/// Elements that run, fetch or send something, or change what addresses mean.
const ACTIVE: [&str; 25] = [
    "iframe",
    "object",
    "embed",
    "applet",
    "frame",
    "frameset",
    "base",
    "form",
    "portal",
    "foreignObject",
    "foreignobject",
    "animate",
    "animateTransform",
    "animateMotion",
    "set",
    "audio",
    "video",
    "track",
    "template",
    "dialog",
    "feImage",
    "listener",
    "noscript",
    "plaintext",
    "xmp",
];

/// Attributes with addresses that no book has.
const ASKING: [&str; 20] = [
    "action",
    "archive",
    "background",
    "cite",
    "classid",
    "code",
    "codebase",
    "data",
    "dynsrc",
    "formaction",
    "icon",
    "longdesc",
    "lowsrc",
    "manifest",
    "poster",
    "profile",
    "usemap",
    "http-equiv",
    "autofocus",
    "attributename",
];

/// Whether an attribute holds words of the author's, which may be of anything.
fn is_words(name: &str) -> bool {
    matches!(name, "alt" | "title" | "content" | "aria-label" | "alttext" | "id" | "name" | "value" | "label")
        || name.starts_with("data-")
}

/// Whether an address runs something.
fn is_run(address: &str) -> bool {
    let plain: String =
        address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>().to_lowercase();
    ["javascript:", "vbscript:", "data:text", "file:", "blob:"].iter().any(|scheme| plain.starts_with(scheme))
}

/// Whether an address is one that a reader may choose to follow.
fn is_for_readers(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else { return false };
    ["http", "https", "mailto", "tel", "ftp", "urn", "news"].contains(&scheme)
}

/// Whether the declaration before the root element says a word.
fn declares(text: &str, word: &str) -> bool {
    let Some((_, declaration)) = text.split_once("<!DOCTYPE") else { return false };
    let end = declaration.find("]>").or_else(|| declaration.find('>')).unwrap_or(declaration.len());
    declaration[..end].contains(word)
}

fn collect(node: &Handle, elements: &mut Vec<Element>, comments: &mut Vec<String>) {
    if let NodeData::Comment { contents } = &node.data {
        comments.push(contents.to_string());
    }
    if let NodeData::Element { name, attrs, template_contents, .. } = &node.data {
        let text = node.children.borrow().iter().map(own_text).collect();
        let attributes = attrs
            .borrow()
            .iter()
            .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
            .collect();
        elements.push(Element { name: name.local.to_string(), attributes, text });
        if let Some(inner) = &*template_contents.borrow() {
            collect(inner, elements, comments);
        }
    }
    node.children.borrow().iter().for_each(|child| collect(child, elements, comments));
}

fn own_text(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => String::new(),
    }
}

fn element(node: roxmltree::Node<'_, '_>) -> Element {
    let attributes = node.attributes().map(|attribute| {
        let is_xml = attribute.namespace() == Some("http://www.w3.org/XML/1998/namespace");
        let name = if is_xml { format!("xml:{}", attribute.name()) } else { attribute.name().to_owned() };
        (name, attribute.value().to_owned())
    });
    Element {
        name: node.tag_name().name().to_owned(),
        attributes: attributes.collect(),
        text: node.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect(),
    }
}

/// A style as one would read it who knows the language: CSS Syntax 3 §3.3, §4.3.2 and §4.3.7.
fn plain(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '/' && rest.starts_with('*') {
            rest = rest.split_once("*/").map_or("", |(_, behind)| behind);
            continue;
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        let hex: String = rest.chars().take(6).take_while(char::is_ascii_hexdigit).collect();
        rest = &rest[hex.len()..];
        if let Ok(code) = u32::from_str_radix(&hex, 16) {
            out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
            rest = rest
                .strip_prefix("\r\n")
                .or_else(|| rest.strip_prefix([' ', '\t', '\n', '\r', '\u{c}']))
                .unwrap_or(rest);
        }
    }
    out.to_lowercase().replace('\u{1b}', "").trim_start().to_owned()
}

/// What base64 stands for (RFC 4648 §4).
fn decoded(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for digit in text.bytes().filter_map(|byte| DIGITS.iter().position(|&digit| digit == byte)) {
        bits = bits << 6 | u32::try_from(digit).expect("fewer than 64");
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}
