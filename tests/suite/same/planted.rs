//! Differences that were planted are found, and said where they are.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::difference::{Difference, bytes, list};
use super::pdf::Same;
use super::tree::Tree;
use super::{epub, pdf};

/// The places of differences.
fn places(differences: &[Difference]) -> Vec<&str> {
    differences.iter().map(|difference| difference.place.as_str()).collect()
}

/// The one difference there is.
#[track_caller]
fn only(differences: Vec<Difference>) -> Difference {
    assert_eq!(differences.len(), 1, "{}", list(&differences));
    differences.into_iter().next().expect("there is one")
}

#[test]
fn the_first_byte_that_differs_is_said_with_its_line_and_what_stands_around_it() {
    assert_eq!(bytes(b"same", b"same"), None);
    let difference = bytes("<p>über\n<b>one</b>".as_bytes(), "<p>über\n<b>two</b>".as_bytes());
    let difference = difference.expect("they differ");
    assert_eq!(difference.place, "line 2, byte 12");
    assert_eq!(difference.one, "<p>über\\n<b>▸one</b>");
    assert_eq!(difference.other, "<p>über\\n<b>▸two</b>");
    let longer = bytes(b"\xff\n", b"\xff\n.").expect("they differ");
    assert_eq!((longer.place.as_str(), longer.other.as_str()), ("byte 2", "\u{fffd}\\n▸."));
    assert!(longer.one.ends_with("▸(its end)"), "{}", longer.one);
}

#[test]
fn the_first_differences_of_each_artefact_are_listed() {
    let difference = |place: String| Difference { place, one: "1".to_owned(), other: "2".to_owned() };
    let page = |number| difference(format!("t-html/{number}.html: byte 0"));
    let mut differences: Vec<_> = (0..9).map(page).collect();
    differences.push(difference("t.pdf: object 4".to_owned()));
    let expected =
        ["t-html/0.html", "t-html/1.html", "t-html/2.html", "t-html/3.html", "and 5 more", "t.pdf"];
    let listed = list(&differences);
    let lines = listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let places: Vec<&str> = lines.map(|line| line.trim().split(':').next().unwrap_or_default()).collect();
    assert_eq!(places, expected);
}

/// A folder of books with these files.
fn tree(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Tree) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, bytes).expect("a file is written");
    }
    let tree = Tree::read(folder.path(), 0o022);
    (folder, tree)
}

#[test]
fn names_kinds_and_contents_of_a_folder_are_compared() {
    let (_one, one) = tree(&[("t-html/a.html", b"<p>1</p>"), ("t-html/b", b""), ("t-html/c", b"")]);
    let (_other, other) = tree(&[("t-html/a.html", b"<p>2</p>"), ("t-html/b/x", b""), ("t-html/d", b"")]);
    let differences = one.differences(&other, Same::Bytes);
    let expected = ["t-html/a.html: line 1, byte 3", "t-html/b: kind", "t-html/c", "t-html/b/x", "t-html/d"];
    assert_eq!(places(&differences), expected);
    assert!(one.differences(&one, Same::Bytes).is_empty());
}

#[cfg(unix)]
#[test]
fn rights_are_compared_but_for_those_that_a_umask_takes() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, one) = tree(&[("a", b""), ("b", b"")]);
    let set = |path: &str, rights| {
        let rights = fs::Permissions::from_mode(rights);
        fs::set_permissions(folder.path().join(path), rights).expect("it is the test's own");
    };
    let read = |umask| Tree::read(folder.path(), umask);
    set("a", 0o640);
    assert!(one.differences(&read(0o027), Same::Bytes).is_empty(), "the umask of the other takes it");
    set("a", 0o644);
    set("b", 0o755);
    let difference = only(one.differences(&read(0o022), Same::Bytes));
    assert_eq!((difference.place.as_str(), difference.other.as_str()), ("b: rights", "0755"));
    assert_eq!(read(0o022).odd_rights(), ["b: 0755, not 0644"]);
}

/// What a ZIP says of a file.
#[derive(Clone, Copy)]
struct Said {
    name: &'static str,
    content: &'static [u8],
    options: SimpleFileOptions,
}

const OPF: &str = "OEBPS/content.opf";

/// Two files in a ZIP, after a change.
fn zip(change: fn(&mut Vec<Said>)) -> Vec<u8> {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::DEFAULT).unix_permissions(0o644);
    let text: &[u8] = b"<package>\n<id>one</id>\n</package>";
    let mut files = vec![
        Said { name: "mimetype", content: b"application/epub+zip", options },
        Said { name: OPF, content: text, options },
    ];
    change(&mut files);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for Said { name, content, options } in files {
        writer.start_file(name, options).expect("a file of the archive");
        writer.write_all(content).expect("it is written");
    }
    writer.finish().expect("it is whole").into_inner()
}

#[track_caller]
fn zip_places(change: fn(&mut Vec<Said>), expected: &[&str]) {
    let differences = epub::differences(&zip(|_| {}), &zip(change));
    assert_eq!(places(&differences), expected, "{}", list(&differences));
}

#[test]
fn a_difference_of_an_epub_is_said_by_file_or_by_what_the_archive_says_of_it() {
    zip_places(|_| {}, &[]);
    zip_places(
        |files| files[1].content = b"<package>\n<id>two</id>\n</package>",
        &["OEBPS/content.opf: line 2, byte 14"],
    );
    zip_places(|files| files.reverse(), &["ZIP, file 1 of its directory"]);
    zip_places(|files| files.truncate(1), &["ZIP, file 2 of its directory"]);
    zip_places(
        |files| files[1].options = files[1].options.unix_permissions(0o600),
        &["OEBPS/content.opf: ZIP, record in the directory: external attributes"],
    );
    zip_places(
        |files| {
            let time = DateTime::from_date_and_time(1980, 1, 1, 5, 45, 0).expect("a time");
            files[0].options = files[0].options.last_modified_time(time);
        },
        &["mimetype: ZIP, header: time", "mimetype: ZIP, record in the directory: time"],
    );
    zip_places(
        |files| files[1].options = files[1].options.compression_method(CompressionMethod::Stored),
        &[
            "OEBPS/content.opf: ZIP, header: version needed",
            "OEBPS/content.opf: ZIP, header: compression",
            "OEBPS/content.opf: ZIP, record in the directory: version made by",
            "OEBPS/content.opf: ZIP, record in the directory: version needed",
            "OEBPS/content.opf: ZIP, record in the directory: compression",
        ],
    );
}

#[test]
fn a_byte_of_an_archive_that_nothing_explains_is_said_with_what_is_there() {
    let best = |files: &mut Vec<Said>| {
        files[1].content = TEXT;
        files[1].options = files[1].options.compression_level(Some(9));
    };
    const TEXT: &[u8] = include_bytes!("planted.rs");
    let (fast, best) = (zip(|files| files[1].content = TEXT), zip(best));
    let difference = only(epub::differences(&fast, &best));
    assert!(
        difference.place.starts_with("OEBPS/content.opf: ZIP, its compressed bytes: byte "),
        "{difference}"
    );
    let mut longer = zip(|_| {});
    let end = longer.len();
    // The length of the comment, with which an archive ends (APPNOTE 6.3.10 §4.3.16).
    longer[end - 2] = 1;
    longer.push(b'x');
    let difference = only(epub::differences(&zip(|_| {}), &longer));
    let behind = format!(
        "OEBPS/content.opf: ZIP, at or behind its record in the directory: byte {} of the archive",
        end - 2
    );
    assert_eq!(difference.place, behind);
    let difference = only(epub::differences(&zip(|_| {}), b"PK"));
    assert_eq!(difference.place, "no ZIP: byte 2");
}

/// A small PDF, after a change.
fn pdf(change: impl Fn(&mut Document)) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let page = document.add_object(dictionary! {
        "Type" => "Page",
        "MediaBox" => vec![0.into(), 0.into(), 200.into(), 300.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F0" => "Serif" } },
    });
    let text = Stream::new(Dictionary::new(), b"BT\n(one) Tj\nET\n".repeat(8));
    document.add_object(text);
    let xmp = b"<x><xmpMM:InstanceID>one</xmpMM:InstanceID><dc:title>One</dc:title></x>";
    document.add_object(Stream::new(dictionary! { "Type" => "Metadata" }, xmp.to_vec()));
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Page" => page });
    document.trailer.set("Root", root);
    document.trailer.set("ID", vec![Object::string_literal("book"), Object::string_literal("file one")]);
    change(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("it is written");
    bytes
}

fn stream(document: &mut Document, number: u32) -> &mut Stream {
    document.get_object_mut((number, 0)).and_then(Object::as_stream_mut).expect("it is a stream")
}

fn dictionary(document: &mut Document, number: u32) -> &mut Dictionary {
    document.get_object_mut((number, 0)).and_then(Object::as_dict_mut).expect("it is a dictionary")
}

#[track_caller]
fn pdf_places(change: fn(&mut Document), same: Same, expected: &[&str]) {
    let differences = pdf::differences(&pdf(|_| {}), &pdf(change), same);
    assert_eq!(places(&differences), expected, "{}", list(&differences));
}

#[test]
fn a_difference_of_a_pdf_is_said_by_object_and_key_or_byte_of_a_stream() {
    for same in [Same::Bytes, Same::Objects] {
        let holds = |change, expected: &str| pdf_places(change, same, &[expected]);
        pdf_places(|_| {}, same, &[]);
        let resources = |document: &mut Document| {
            let font = dictionary! { "F0" => "Sans" };
            dictionary(document, 1).set("Resources", dictionary! { "Font" => font });
        };
        holds(resources, "object 1 /Resources /Font /F0");
        let size = |document: &mut Document| {
            dictionary(document, 1).set("MediaBox", vec![0.into(), 0.into(), 200.into(), 301.into()]);
        };
        holds(size, "object 1 /MediaBox[3]");
        holds(|document| dictionary(document, 1).set("Rotate", 90), "object 1 /Rotate");
        let text = |document: &mut Document| {
            stream(document, 2).set_content(b"BT\n(one) Tj\nET\nBT\n(two) Tj\nET\n".repeat(4));
        };
        holds(text, "object 2, its stream decompressed: line 5, byte 19");
        holds(|document| drop(document.objects.remove(&(2, 0))), "object 2");
        let id = |document: &mut Document| {
            let ids = [Object::string_literal("other book"), Object::string_literal("file one")];
            document.trailer.set("ID", ids.to_vec());
        };
        holds(id, "trailer /ID[0]");
    }
}

#[test]
fn how_a_pdf_is_compressed_is_a_difference_of_bytes_alone() {
    let one = pdf(|document| stream(document, 2).compress().expect("it can be compressed"));
    let other = pdf(|document| {
        let stream = stream(document, 2);
        stream.compress().expect("it can be compressed");
        // The level that the head of the stream states, which nobody asks of it (RFC 1950 §2.2).
        stream.content[..2].copy_from_slice(&[0x78, 0x01]);
    });
    assert!(pdf::differences(&one, &other, Same::Objects).is_empty());
    let difference = only(pdf::differences(&one, &other, Same::Bytes));
    assert!(difference.place.starts_with("object 2, as it is written: byte "), "{difference}");
}

/// What a PDF says of itself: names of the document and of this very file, and a title.
fn name(document: &mut Document, [book, file, title]: [&str; 3]) {
    let xmp = format!(
        "<x><xmpMM:InstanceID>{file}</xmpMM:InstanceID><xmpMM:DocumentID>{book}</xmpMM:DocumentID><t>{title}</t></x>"
    );
    stream(document, 3).set_content(xmp.into_bytes());
    document.trailer.set("ID", [book, file].map(Object::string_literal).to_vec());
}

#[track_caller]
fn name_places(one: [&str; 3], other: [&str; 3], same: Same, expected: &[&str]) {
    let [one, other] = [one, other].map(|names| pdf(|document| name(document, names)));
    let differences = pdf::differences(&one, &other, same);
    assert_eq!(places(&differences), expected, "{}", list(&differences));
}

#[test]
fn the_name_of_the_very_file_is_a_difference_of_bytes_alone() {
    const XMP: &str = "object 3, its stream decompressed: line 1, byte";
    let (one, other) = (["book", "file-1", "A"], ["book", "file-2", "A"]);
    name_places(one, other, Same::Objects, &[]);
    name_places(one, other, Same::Bytes, &[&format!("{XMP} 26"), "trailer /ID[1]"]);
    name_places(one, ["book", "file-2", "B"], Same::Objects, &[&format!("{XMP} 84")]);
    // A document that has the file's name, and one that has its own.
    let (one, other) = (["file-1", "file-1", "A"], ["file-2", "file-2", "A"]);
    name_places(one, other, Same::Objects, &[]);
    name_places(one, ["file-2", "file-2", "B"], Same::Objects, &[&format!("{XMP} 80")]);
    name_places(["book", "file-1", "A"], other, Same::Objects, &[&format!("{XMP} 58"), "trailer /ID"]);
}

/// What is written into a folder is read whole, folders in it too.
#[test]
fn every_file_is_counted() {
    let (folder, tree) = tree(&[("a/b/c", b""), ("a/d", b""), ("e", b"")]);
    assert_eq!(tree.len(), 3);
    assert!(folder.path().join(Path::new("a/b/c")).exists());
}
