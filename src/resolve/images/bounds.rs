//! Bounds of drawings. A line of text can ask for hours of work and all memory that there is: by entities that repeat a text, by
//! filters, by masks of masks, by what is packed. What a page shows needs a small part of what is allowed here.

use std::collections::BTreeMap;
use std::sync::Arc;

use resvg::usvg::{Group, ImageKind, Node, Options, Paint, Path, Rect, Tree, filter};
use roxmltree::Document;

use super::{PictureType, Refused, raster};

/// The most characters of words: setting them takes time with their square.
const MOST_CHARACTERS: usize = 20_000;
/// The most bytes that entities may stand for.
const MOST_BYTES: usize = 32 << 20;
/// How often what has a name may be in, or ask for, what has another.
const DEEPEST: usize = 48;
/// In how many steps at most: what asks for another twice, and that for a third, is read as often.
const MOST_STEPS: usize = 200_000;
/// The most work to draw it, in pixels that are looked at or painted: some seconds.
const MOST_WORK: f64 = 1e9;

/// Whether a drawing may be parsed: what its entities stand for is held in memory.
pub(super) fn of_text(text: &str) -> Result<(), Refused> {
    /// How often an entity may ask for others, as `roxmltree` has it.
    const NESTED: usize = 256;
    const PLAIN: [&str; 6] = ["#", "amp;", "lt;", "gt;", "quot;", "apos;"];
    let Some((declared, rest)) = text.split_once("<!ENTITY").and_then(|(_, rest)| rest.split_once("]>"))
    else {
        return Ok(());
    };
    let asked =
        rest.split('&').skip(1).filter(|name| !PLAIN.iter().any(|plain| name.starts_with(plain))).count();
    let bytes = declared.len().saturating_mul(asked).saturating_mul(NESTED);
    if bytes > MOST_BYTES { Err(too_much("its entities may stand for more than 32 MiB")) } else { Ok(()) }
}

/// Whether a drawing may be read on.
pub(super) fn of_document(document: &Document<'_>) -> Result<(), Refused> {
    let texts = document.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text());
    let values = document.descendants().flat_map(|node| node.attributes()).map(|attribute| attribute.value());
    if texts.chain(values).map(str::len).sum::<usize>() > MOST_BYTES {
        return Err(too_much("it is larger than 32 MiB, with all that its entities stand for"));
    }
    let is_words =
        |node: &roxmltree::Node<'_, '_>| node.has_tag_name("text") || node.tag_name().name() == "text";
    let words = document.descendants().filter(is_words).flat_map(|node| node.descendants());
    let characters: usize =
        words.filter(roxmltree::Node::is_text).filter_map(|node| node.text()).map(str::len).sum();
    if characters > MOST_CHARACTERS {
        return Err(too_much(format!(
            "it has {characters} bytes of words, of which {MOST_CHARACTERS} may be set"
        )));
    }
    if Names::of(document).are_too_deep() {
        return Err(too_much("masks, patterns or the like in it ask for one another too often"));
    }
    Ok(())
}

fn too_much(why: impl std::fmt::Display) -> Refused {
    Refused { hint: "make it simpler, or save it as a PNG".to_owned(), ..Refused::broken(why) }
}

/// What has a name in a drawing, with the names that are in it or that it asks for.
struct Names<'a>(BTreeMap<&'a str, Vec<&'a str>>);

impl<'a> Names<'a> {
    fn of(document: &'a Document<'_>) -> Self {
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let own = node.attribute("id");
            let holder = node.ancestors().skip(1).find_map(|node| node.attribute("id"));
            if let (Some(own), Some(holder)) = (own, holder) {
                names.entry(holder).or_default().push(own);
            }
            let Some(from) = own.or(holder) else { continue };
            let asked = node.attributes().filter_map(|attribute| {
                let (_, name) = attribute.value().split_once("url(#")?;
                Some(name.split(')').next().unwrap_or_default())
            });
            names.entry(from).or_default().extend(asked);
        }
        Self(names)
    }

    fn are_too_deep(&self) -> bool {
        let mut known = BTreeMap::new();
        self.0.keys().any(|name| {
            let (depth, steps) = self.below(name, 0, &mut known);
            depth > DEEPEST || steps > MOST_STEPS
        })
    }

    /// How deep it goes from a name and in how many steps, as far as that is of interest; what asks for itself goes on.
    fn below(
        &self,
        name: &'a str,
        above: usize,
        known: &mut BTreeMap<&'a str, (usize, usize)>,
    ) -> (usize, usize) {
        if let Some(&below) = known.get(name) {
            return below;
        }
        if above > DEEPEST {
            return (1, 1);
        }
        let mut all = (1, 1_usize);
        for name in self.0.get(name).into_iter().flatten() {
            let (depth, steps) = self.below(name, above + 1, known);
            all = (all.0.max(depth + 1), all.1.saturating_add(steps));
        }
        known.insert(name, all);
        all
    }
}

/// A picture in a drawing, if it is one that may stand for itself: nothing packed, nothing larger than a picture may be.
pub(super) fn embedded(kind: &str, data: Arc<Vec<u8>>, options: &Options<'_>) -> Option<ImageKind> {
    match PictureType::sniff(&data)? {
        PictureType::Svg => {
            super::svg::parse(std::str::from_utf8(&data).ok()?).ok()?;
        }
        raster => drop(raster::size(raster, &data).ok()?),
    }
    resvg::usvg::ImageHrefResolver::default_data_resolver()(kind, data, options)
}

/// Whether a drawing may be drawn, so many times as large as it says.
pub(super) fn of_tree(tree: &Tree, scale: f32) -> Result<(), Refused> {
    let mut work = Work { tree, scale, done: 0.0 };
    work.group(tree.root());
    if work.done > MOST_WORK { Err(too_much("it takes too long to draw")) } else { Ok(()) }
}

/// What is done to draw a drawing.
struct Work<'a> {
    tree: &'a Tree,
    scale: f32,
    /// Pixels that are looked at or painted.
    done: f64,
}

impl Work<'_> {
    fn group(&mut self, group: &Group) {
        self.done += 1.0;
        // Masks may ask for others twice, and so on: what is enough is not looked at further.
        if self.done > MOST_WORK {
            return;
        }
        let pixels = self.pixels(group.abs_layer_bounding_box().to_rect());
        if group.should_isolate() {
            self.done += 4.0 * pixels;
        }
        for primitive in group.filters().iter().flat_map(|filter| filter.primitives()) {
            self.done += pixels * self.weight(primitive);
            if let filter::Kind::Image(image) = primitive.kind() {
                self.group(image.root());
            }
        }
        let mut mask = group.mask();
        while let Some(own) = mask {
            self.done += 4.0 * pixels;
            self.group(own.root());
            mask = own.mask();
        }
        let mut clip = group.clip_path();
        while let Some(own) = clip {
            self.done += 4.0 * pixels;
            self.group(own.root());
            clip = own.clip_path();
        }
        for child in group.children() {
            self.node(child);
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Group(group) => self.group(group),
            Node::Path(path) => self.path(path),
            Node::Image(image) => {
                self.done += self.pixels(image.abs_bounding_box());
                if let ImageKind::SVG(tree) = image.kind() {
                    self.group(tree.root());
                }
            }
            Node::Text(text) => self.group(text.flattened()),
        }
    }

    fn path(&mut self, path: &Path) {
        self.done += self.pixels(path.abs_stroke_bounding_box()) + path.data().len() as f64;
        let paints = [path.fill().map(|fill| fill.paint()), path.stroke().map(|stroke| stroke.paint())];
        for paint in paints.into_iter().flatten() {
            if let Paint::Pattern(pattern) = paint {
                self.group(pattern.root());
            }
        }
    }

    /// The pixels that a part of the drawing covers.
    fn pixels(&self, part: Rect) -> f64 {
        let side =
            |from: f32, to: f32, most: f32| f64::from((to.min(most) - from.max(0.0)).max(0.0) * self.scale);
        let size = self.tree.size();
        side(part.left(), part.right(), size.width()) * side(part.top(), part.bottom(), size.height())
    }

    /// What a step of a filter does for each pixel.
    fn weight(&self, step: &filter::Primitive) -> f64 {
        let wide = |radius: f32| f64::from(2.0 * radius * self.scale + 1.0);
        match step.kind() {
            filter::Kind::Morphology(morphology) => {
                wide(morphology.radius_x().get()) * wide(morphology.radius_y().get())
            }
            filter::Kind::ConvolveMatrix(convolved) => {
                f64::from(convolved.matrix().columns()) * f64::from(convolved.matrix().rows())
            }
            filter::Kind::Turbulence(turbulence) => 40.0 * f64::from(turbulence.num_octaves()),
            filter::Kind::GaussianBlur(_) | filter::Kind::DropShadow(_) => 20.0,
            filter::Kind::Blend(_)
            | filter::Kind::ColorMatrix(_)
            | filter::Kind::ComponentTransfer(_)
            | filter::Kind::Composite(_)
            | filter::Kind::DiffuseLighting(_)
            | filter::Kind::DisplacementMap(_)
            | filter::Kind::Flood(_)
            | filter::Kind::Image(_)
            | filter::Kind::Merge(_)
            | filter::Kind::Offset(_)
            | filter::Kind::SpecularLighting(_)
            | filter::Kind::Tile(_) => 10.0,
        }
    }
}
