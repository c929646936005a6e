//! A PDF as its readers walk through it: from the catalogue down.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string};

/// A bookmark: how deep it is, what it says, and the page that it leads to.
pub(super) type Bookmark = (usize, String, Option<ObjectId>);

/// A PDF, opened.
pub(super) struct File {
    pub(super) document: Document,
    /// The pages, in order.
    pub(super) pages: Vec<ObjectId>,
    /// The pages of destinations, by name.
    destinations: BTreeMap<Vec<u8>, ObjectId>,
    /// The roles of tags of annotations, by their numbers.
    annotated: BTreeMap<i64, String>,
}

impl File {
    pub(super) fn of(document: Document) -> Self {
        let pages = document.get_pages().into_values().collect();
        let mut file = Self { document, pages, destinations: BTreeMap::new(), annotated: BTreeMap::new() };
        file.destinations = file.named();
        file.annotated = file.annotations();
        file
    }

    pub(super) fn catalogue(&self) -> &Dictionary {
        self.document.catalog().expect("a catalogue")
    }

    /// What a key leads to.
    pub(super) fn get<'a>(&'a self, from: &'a Dictionary, key: &str) -> Option<&'a Object> {
        from.get_deref(key.as_bytes(), &self.document).ok()
    }

    pub(super) fn dictionary<'a>(&'a self, from: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
        self.get(from, key)?.as_dict().ok()
    }

    pub(super) fn array<'a>(&'a self, from: &'a Dictionary, key: &str) -> Option<&'a [Object]> {
        Some(self.get(from, key)?.as_array().ok()?.as_slice())
    }

    pub(super) fn name(&self, from: &Dictionary, key: &str) -> String {
        let name = self.get(from, key).and_then(|name| name.as_name().ok());
        String::from_utf8_lossy(name.unwrap_or_default()).into_owned()
    }

    /// What a text string says; nothing where there is none.
    pub(super) fn text(&self, from: &Dictionary, key: &str) -> String {
        self.get(from, key).and_then(|text| decode_text_string(text).ok()).unwrap_or_default()
    }

    pub(super) fn is_true(&self, from: &Dictionary, key: &str) -> bool {
        self.get(from, key).is_some_and(|value| value.as_bool().is_ok_and(|value| value))
    }

    /// The bookmarks, as the contents are read.
    pub(super) fn bookmarks(&self) -> Vec<Bookmark> {
        let mut found = Vec::new();
        if let Some(outlines) = self.dictionary(self.catalogue(), "Outlines") {
            self.bookmarks_below(outlines, 0, &mut found);
        }
        found
    }

    fn bookmarks_below(&self, node: &Dictionary, depth: usize, found: &mut Vec<Bookmark>) {
        let mut next = self.dictionary(node, "First");
        while let Some(item) = next {
            found.push((depth, self.text(item, "Title"), self.target(item)));
            self.bookmarks_below(item, depth + 1, found);
            next = self.dictionary(item, "Next");
        }
    }

    /// The page that a link or a bookmark leads to, if it is one of this file (ISO 32000-1 §12.3.2).
    pub(super) fn target(&self, from: &Dictionary) -> Option<ObjectId> {
        let action = self.dictionary(from, "A").filter(|action| self.name(action, "S") == "GoTo");
        let target = self.get(from, "Dest").or_else(|| self.get(action?, "D"))?;
        match target {
            Object::Array(_) => self.page(target),
            name => self.destinations.get(name.as_str().or_else(|_| name.as_name()).ok()?).copied(),
        }
    }

    /// The page that a destination begins with, if it is one of this file.
    fn page(&self, destination: &Object) -> Option<ObjectId> {
        let page = destination.as_array().ok()?.first()?.as_reference().ok()?;
        self.pages.contains(&page).then_some(page)
    }

    fn named(&self) -> BTreeMap<Vec<u8>, ObjectId> {
        let names = self.dictionary(self.catalogue(), "Names");
        let root = names.and_then(|names| self.dictionary(names, "Dests"));
        let pairs = root.map_or_else(Vec::new, |root| self.tree(root, "Names"));
        let named = pairs.into_iter().filter_map(|(name, destination)| {
            let destination = match destination {
                Object::Dictionary(around) => self.get(around, "D")?,
                destination => destination,
            };
            Some((name.as_str().ok()?.to_vec(), self.page(destination)?))
        });
        named.collect()
    }

    /// The pairs of a tree of names or of numbers (ISO 32000-1 §7.9.6, §7.9.7).
    fn tree<'a>(&'a self, node: &'a Dictionary, pairs: &str) -> Vec<(&'a Object, &'a Object)> {
        let follow = |object| self.document.dereference(object).map(|(_, object)| object).ok();
        let own = self.array(node, pairs).unwrap_or_default();
        let mut found: Vec<_> =
            own.chunks_exact(2).filter_map(|pair| Some((follow(&pair[0])?, follow(&pair[1])?))).collect();
        for kid in self.array(node, "Kids").unwrap_or_default() {
            found.extend(
                follow(kid)
                    .and_then(|kid| kid.as_dict().ok())
                    .map_or_else(Vec::new, |kid| self.tree(kid, pairs)),
            );
        }
        found
    }

    /// The label of each page; nothing where it has none (ISO 32000-1 §12.4.2).
    pub(super) fn labels(&self) -> Vec<String> {
        let Some(root) = self.dictionary(self.catalogue(), "PageLabels") else { return Vec::new() };
        let ranges: BTreeMap<i64, &Dictionary> = self
            .tree(root, "Nums")
            .into_iter()
            .filter_map(|(first, range)| Some((first.as_i64().ok()?, range.as_dict().ok()?)))
            .collect();
        let label = |page: i64| {
            let Some((first, range)) = ranges.range(..=page).next_back() else { return String::new() };
            let start = self.get(range, "St").and_then(|start| start.as_i64().ok()).unwrap_or(1);
            let number = usize::try_from(start + page - first).expect("pages are counted from 1");
            let number = match self.name(range, "S").as_str() {
                "D" => number.to_string(),
                "r" => roman(number),
                other => other.to_owned(),
            };
            self.text(range, "P") + &number
        };
        (0..).take(self.pages.len()).map(label).collect()
    }

    /// The tags in the order of reading: role, as the standard names it, and what is said of it.
    pub(super) fn tags(&self) -> Vec<(String, &Dictionary)> {
        let mut found = Vec::new();
        if let Some(root) = self.dictionary(self.catalogue(), "StructTreeRoot") {
            self.tags_below(root, &mut found);
        }
        found
    }

    fn tags_below<'a>(&'a self, node: &'a Dictionary, found: &mut Vec<(String, &'a Dictionary)>) {
        let kids = match self.get(node, "K") {
            Some(Object::Array(kids)) => kids.as_slice(),
            Some(kid) => std::slice::from_ref(kid),
            None => &[],
        };
        for kid in kids {
            let kid = self.document.dereference(kid).ok().and_then(|(_, kid)| kid.as_dict().ok());
            if let Some(kid) = kid.filter(|kid| kid.has(b"S")) {
                found.push((self.role(kid), kid));
                self.tags_below(kid, found);
            }
        }
    }

    fn role(&self, tag: &Dictionary) -> String {
        let role = self.name(tag, "S");
        let roles = self
            .dictionary(self.catalogue(), "StructTreeRoot")
            .and_then(|root| self.dictionary(root, "RoleMap"));
        let standard = roles.map(|roles| self.name(roles, &role)).filter(|role| !role.is_empty());
        standard.unwrap_or(role)
    }

    fn annotations(&self) -> BTreeMap<i64, String> {
        let root = self.dictionary(self.catalogue(), "StructTreeRoot");
        let parents = root.and_then(|root| self.dictionary(root, "ParentTree"));
        let pairs = parents.map_or_else(Vec::new, |parents| self.tree(parents, "Nums"));
        // Numbers of pages lead to lists of tags.
        let annotations = pairs
            .into_iter()
            .filter_map(|(number, tag)| Some((number.as_i64().ok()?, self.role(tag.as_dict().ok()?))));
        annotations.collect()
    }

    /// The role of the tag that an annotation belongs to (ISO 32000-1 §14.7.4.4).
    pub(super) fn tag_of(&self, annotation: &Dictionary) -> Option<&str> {
        let number = self.get(annotation, "StructParent")?.as_i64().ok()?;
        self.annotated.get(&number).map(String::as_str)
    }

    /// The links of all pages, each with the number of its page.
    pub(super) fn links(&self) -> Vec<(usize, &Dictionary)> {
        let mut found = Vec::new();
        for (&page, number) in self.pages.iter().zip(1..) {
            let page = self.document.get_dictionary(page).expect("a page");
            let annotations = self.array(page, "Annots").unwrap_or_default().iter();
            let annotations = annotations.filter_map(|annotation| {
                let (_, annotation) = self.document.dereference(annotation).ok()?;
                annotation.as_dict().ok()
            });
            found.extend(
                annotations
                    .filter(|annotation| self.name(annotation, "Subtype") == "Link")
                    .map(|link| (number, link)),
            );
        }
        found
    }

    /// Every font but those that are parts of another.
    pub(super) fn fonts(&self) -> Vec<&Dictionary> {
        let objects = self.document.objects.values().filter_map(|object| object.as_dict().ok());
        let is_whole = |font: &&Dictionary| {
            self.name(font, "Type") == "Font" && !self.name(font, "Subtype").starts_with("CIDFont")
        };
        objects.filter(is_whole).collect()
    }
}

/// A number in small Roman digits.
pub(super) fn roman(number: usize) -> String {
    const DIGITS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = number;
    let mut digits = String::new();
    for (value, digit) in DIGITS {
        digits.push_str(&digit.repeat(rest / value));
        rest %= value;
    }
    digits
}
