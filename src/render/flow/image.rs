//! Images and figures.

use super::{Flow, Medium};
use crate::model::{Figure, Image, ImageSource, LabelKind, NodeId, Width};
use crate::render::markup::{Element, Node, element};
use crate::resolve::images::Asset;

/// The steps of a width in the measure, which style sheets have a class for: every twentieth.
const STEP: u32 = 50;

impl<'a> Flow<'a> {
    pub(super) fn figure(&self, id: NodeId, figure: &'a Figure) -> Element {
        let label =
            self.book.numbers.get(&id).map(|number| self.book.terms.numbered(LabelKind::Figure, number));
        let out =
            element("figure").class("figure").maybe("id", self.anchor(id)).child(self.image(&figure.image));
        match self.caption("figcaption", label, &figure.caption) {
            Some(caption) => out.child(caption),
            None => out,
        }
    }

    pub(super) fn image(&self, image: &'a Image) -> Node {
        let Some(asset) = self.book.asset(image.id) else { return self.missing(image).into() };
        let alt = image.alt.clone().unwrap_or_else(|| self.book.terms.figure.to_owned());
        let (width, height) = asset.shown_size(image.width);
        let mut img = element("img").with("src", source(asset)).with("alt", alt);
        if let Some(class) = image.width.and_then(width_class) {
            img = img.class(class);
        }
        img = img.with("width", width.to_string()).with("height", height.to_string());
        match self.dialect.medium {
            Medium::Web => return img.with("loading", "lazy").into(),
            // What is printed must be there, wherever its reader has scrolled to.
            Medium::Single => return img.into(),
            Medium::Epub => {}
        }
        // WebP is a core media type, yet unknown to older readers; every reader knows PNG.
        match asset.fallback {
            Some(_) => self.with_fallback(asset, img).into(),
            None => img.into(),
        }
    }

    /// The PNG for those who can't show the drawing.
    fn with_fallback(&self, asset: &Asset, img: Element) -> Element {
        let source = element("source").with("srcset", source(asset)).with("type", asset.kind.media_type());
        let png = img.replaced("src", fallback_source(asset));
        element("picture").child(source).child(png)
    }

    /// A box in the place of an image that can't be shown.
    fn missing(&self, image: &'a Image) -> Element {
        let words =
            image.alt.as_deref().filter(|alt| !alt.is_empty()).unwrap_or(self.book.terms.image_missing);
        let out = element("span").class("image-missing").text(words.to_owned());
        match &image.source {
            // No link: the image may stand in one.
            ImageSource::Remote(place) | ImageSource::File(place) | ImageSource::Refused(place) => {
                out.text(" ").child(element("code").text(place.clone()))
            }
        }
    }
}

/// Where an asset's file is.
pub fn source(asset: &Asset) -> String {
    format!("images/{}", asset.file_name())
}

/// Where an asset's fallback is.
pub fn fallback_source(asset: &Asset) -> String {
    format!("images/{}.fallback.png", asset.stem)
}

fn width_class(width: Width) -> Option<String> {
    match width {
        Width::OfMeasure(thousandths) => {
            let step = thousandths.div_ceil(STEP) * STEP / 10;
            Some(format!("width-{}", step.clamp(5, 100)))
        }
        Width::Pixels(_) => None,
    }
}
