//! Images and figures.

use super::Chapter;
use crate::model::{Figure, Image, ImageSource, LabelKind, NodeId, Width};
use crate::resolve::images::Asset;

impl<'a> Chapter<'a> {
    pub(super) fn figure(&mut self, id: NodeId, figure: &'a Figure) {
        let label =
            self.book.numbers.get(&id).map(|number| self.book.terms.numbered(LabelKind::Figure, number));
        self.out.code("figure(");
        self.caption(label.as_deref(), &figure.caption);
        self.image("plate", "image-missing", &figure.image);
        self.out.code(")");
    }

    /// A picture on lines of its own; in a cell it has no space around it.
    pub(super) fn picture(&mut self, image: &'a Image) {
        self.image(if self.tables > 0 { "inline-picture" } else { "picture" }, "image-missing", image);
    }

    /// A picture in a line of text.
    pub(super) fn inline_image(&mut self, image: &'a Image) {
        self.image("inline-picture", "inline-image-missing", image);
    }

    fn image(&mut self, function: &str, missing: &str, image: &'a Image) {
        let Some(asset) = self.book.asset(image.id) else {
            self.missing(missing, image);
            return;
        };
        self.out.code(function);
        self.out.code("(");
        self.out.literal(&format!("/{}", path(asset)));
        let (width, height) = asset.shown_size(image.width);
        self.out.code(&format!(", {width}, {height}, "));
        if let Some(Width::OfMeasure(thousandths)) = image.width {
            self.out.code(&format!("share: {}%, ", f64::from(thousandths) / 10.0));
        }
        if self.tables > 0 {
            self.out.code("in-cell: true, ");
        }
        match image.alt.as_deref() {
            // Decoration.
            Some("") => self.out.code("none"),
            Some(alt) => self.out.literal(alt),
            None => self.out.literal(self.book.terms.figure),
        }
        self.out.code(")");
    }

    /// A box in the place of an image that can't be shown.
    fn missing(&mut self, function: &str, image: &Image) {
        let words =
            image.alt.as_deref().filter(|alt| !alt.is_empty()).unwrap_or(self.book.terms.image_missing);
        self.out.code(function);
        self.out.code("(");
        self.out.string(words);
        self.out.code(", {");
        match &image.source {
            ImageSource::Remote(address) if !self.in_link => {
                self.out.code("link(");
                self.out.literal(address);
                self.out.code(", {");
                self.out.words(address);
                self.out.code("})");
            }
            ImageSource::Remote(path) | ImageSource::File(path) | ImageSource::Refused(path) => {
                self.out.code("code({");
                self.out.code_words(path);
                self.out.code("})");
            }
        }
        self.out.code("})");
    }
}

/// Where an asset's file is in the project.
pub(super) fn path(asset: &Asset) -> String {
    format!("images/{}", asset.file_name())
}
