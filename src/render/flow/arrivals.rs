//! Old addresses: what leads to a place under a name that it no longer has.

use super::{Flow, Medium, address};
use crate::ledger::Address;
use crate::model::NodeId;
use crate::render::markup::{Element, Node, element};

impl Flow<'_> {
    /// Empty elements with the ids that led to a node, as elements of that name.
    pub(super) fn arrivals(&self, node: NodeId, name: &'static str) -> Vec<Node> {
        let from = self.book.redirects.to_nodes.get(&node).into_iter().flatten();
        from.filter_map(|from| self.alias(from)).map(|id| anchor(name, id).into()).collect()
    }

    /// The same for a footnote, by its place among those of the chapter.
    pub(super) fn note_arrivals(&self, note: usize) -> Vec<Node> {
        let from = self.book.redirects.to_notes.get(&(self.chapter.id, note)).into_iter().flatten();
        from.filter_map(|from| self.alias(from)).map(|id| anchor("span", id).into()).collect()
    }

    /// The same for the chapter itself, and for what was in it and is now in another chapter.
    pub(super) fn chapter_arrivals(&self) -> Vec<Node> {
        let redirects = &self.book.redirects;
        let from = redirects.to_chapters.get(&self.chapter.id).into_iter().flatten();
        let mut nodes: Vec<Node> =
            from.filter_map(|from| self.alias(from)).map(|id| anchor("div", id).into()).collect();
        nodes.extend(self.chapter.heading.iter().flat_map(|heading| self.arrivals(heading.id, "div")));
        let departed = redirects.departed.get(&self.chapter.id).into_iter().flatten();
        match self.dialect.medium {
            // There the place itself has the old name.
            Medium::Single => {}
            Medium::Epub => nodes.extend(departed.map(|(id, _)| Node::from(anchor("div", id.clone())))),
            Medium::Web => nodes.extend(departed.map(|(id, place)| {
                let to = address(self.book, self.dialect.medium, Some(self.chapter.id), place);
                Node::from(anchor("div", id.clone()).with("data-moved-to", to))
            })),
        }
        nodes
    }

    /// The id by which an old address is found on this page, `None` for one of another page.
    fn alias(&self, from: &Address) -> Option<String> {
        match (self.dialect.medium, &from.anchor) {
            (Medium::Web | Medium::Epub, anchor) => {
                anchor.clone().filter(|_| from.chapter == self.chapter.slug.as_str())
            }
            (Medium::Single, Some(anchor)) => Some(format!("{}--{anchor}", from.chapter)),
            (Medium::Single, None) => Some(from.chapter.clone()),
        }
    }
}

fn anchor(name: &'static str, id: String) -> Element {
    element(name).class("anchor").with("id", id)
}
