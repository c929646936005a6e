//! What is long, wide or tall stays on its page.

use super::printed::outside;
use super::set;
use crate::support::Book;

/// A grey picture.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::GrayImage::from_pixel(width, height, image::Luma([99]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture can be written");
    bytes.into_inner()
}

/// Sets a book, and asserts that all that is printed is on the pages.
#[track_caller]
fn assert_fits(book: Book) {
    let Some(pdf) = set(&book.resolve()) else { return };
    let outside = outside(&pdf.bytes);
    assert!(outside.is_empty(), "off the page: {outside:#?}");
}

#[test]
fn a_tall_picture_is_as_tall_as_a_page_lets_it_be() {
    let markdown = "# Title\n\n![alt](tall.png \"A tall figure\")\n\n![alt](tall.png)\n";
    assert_fits(Book::of(markdown).with("tall.png", picture(1000, 1300)));
}
