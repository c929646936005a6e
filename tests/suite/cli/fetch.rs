//! `recto fetch`, against a server of this test's own.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;

use super::Folder;

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><rect width=\"8\" height=\"8\"/></svg>";

/// Answers so many requests, each by its path, and gives the server's address.
fn serve(count: usize) -> (String, thread::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let server = thread::spawn(move || {
        for _ in 0..count {
            let (mut stream, _) = listener.accept().expect("a request");
            let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
            let first = lines.next().expect("a line").expect("text");
            while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
            let (status, body) = match first.split(' ').nth(1) {
                Some("/a/box.svg") => ("200 OK", SVG),
                Some("/page") => ("200 OK", "<html><p>no picture</p></html>"),
                _ => ("404 Not Found", ""),
            };
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            stream
                .write_all(head.as_bytes())
                .and_then(|()| stream.write_all(body.as_bytes()))
                .expect("an answer");
        }
    });
    (address, server)
}

#[test]
fn a_picture_is_brought_once_pinned_and_shown_without_network() {
    let (address, server) = serve(1);
    let folder = Folder::with_chapter(&format!("# One\n\n![A box]({address}/a/box.svg)\n"));
    let run = folder.recto(&["build", "book", "--format", "html"]).ends(0);
    assert!(run.err.contains("warning[image-remote]"), "{}", run.err);
    let page = folder.read("dist/t-html/one.html");
    assert!(page.contains("A box") && page.contains("/a/box.svg") && !page.contains("<img"), "{page}");
    assert!(folder.recto(&["fetch", "book"]).ends(0).out.contains("fetched remote/box-"));
    server.join().expect("the server ends");
    // The server is gone: nothing asks for it again.
    assert!(folder.recto(&["fetch", "book"]).ends(0).out.contains("nothing is left"));
    let run = folder.recto(&["build", "book", "--format", "html"]).ends(0);
    assert!(!run.err.contains("image-remote"), "{}", run.err);
    assert!(folder.read("dist/t-html/one.html").contains("<img"));
    let record = folder.read("book/remote/remote.toml");
    assert!(record.contains("/a/box.svg") && record.contains("blake3"), "{record}");
}

/// A chapter with a picture that was fetched, and the picture's path.
fn fetched(address: &str) -> (Folder, std::path::PathBuf) {
    let folder = Folder::with_chapter(&format!("# One\n\n![A box]({address}/a/box.svg)\n"));
    folder.recto(&["fetch", "book"]).ends(0);
    let is_svg = |path: &std::path::Path| path.extension().is_some_and(|extension| extension == "svg");
    let (path, _) =
        folder.tree("book/remote").into_iter().find(|(path, _)| is_svg(path)).expect("the picture");
    (folder, path)
}

#[test]
fn a_picture_that_changed_since_is_not_shown_and_not_written_over() {
    let (address, server) = serve(1);
    let (folder, path) = fetched(&address);
    server.join().expect("the server ends");
    std::fs::write(path, SVG.replace('8', "9")).expect("a file is written");
    let before = folder.tree("book");
    let run = folder.recto(&["build", "book", "--format", "html"]).ends(0);
    assert!(run.err.contains("is not what was fetched"), "{}", run.err);
    assert!(!folder.read("dist/t-html/one.html").contains("<img"));
    let run = folder.recto(&["fetch", "book"]).ends(1);
    for part in ["error[fetch-failed]", "is not what was fetched", "one.md:3:1", "take its entry out"] {
        assert!(run.err.contains(part), "{part} is not in:\n{}", run.err);
    }
    assert_eq!(folder.tree("book"), before);
}

#[test]
fn a_picture_that_is_gone_is_fetched_again_if_it_is_the_same() {
    let (address, server) = serve(3);
    let (folder, path) = fetched(&address);
    let before = folder.tree("book");
    std::fs::remove_file(&path).expect("it is removed");
    let run = folder.recto(&["build", "book", "--format", "html"]).ends(0);
    assert!(run.err.contains("is not there") && run.err.contains("`recto fetch` again"), "{}", run.err);
    folder.recto(&["fetch", "book"]).ends(0);
    assert_eq!(folder.tree("book"), before);
    // The record holds another hash: as if the picture had changed at its address.
    let record = folder.read("book/remote/remote.toml");
    let (head, hash) = record.split_once("blake3 = \"").expect("a hash");
    let other = format!("{head}blake3 = \"{}{}", if hash.starts_with('0') { '1' } else { '0' }, &hash[1..]);
    folder.write("book/remote/remote.toml", &other);
    std::fs::remove_file(&path).expect("it is removed");
    let run = folder.recto(&["fetch", "book"]).ends(1);
    server.join().expect("the server ends");
    for part in ["error[fetch-failed]", "another picture than that which was pinned", "take its entry out"] {
        assert!(run.err.contains(part), "{part} is not in:\n{}", run.err);
    }
    assert!(!path.exists());
    assert_eq!(folder.read("book/remote/remote.toml"), other);
}

#[test]
fn a_record_that_is_broken_is_named_and_not_written_over() {
    let (address, server) = serve(0);
    let folder = Folder::with_chapter(&format!("# One\n\n![A box]({address}/a/box.svg)\n"));
    server.join().expect("the server ends");
    for broken in [&b"[image.\"x\"]\npath = \n<<<<<<< HEAD\n"[..], b"path = \"\xff\"\n"] {
        folder.write("book/remote/remote.toml", broken);
        let run = folder.recto(&["fetch", "book"]).ends(1);
        assert!(run.err.contains("error[config-syntax]"), "{}", run.err);
        assert!(run.err.contains("remote/remote.toml") && !run.out.contains("fetched"), "{}", run.err);
        assert_eq!(std::fs::read(folder.path("book/remote/remote.toml")).expect("it is there"), broken);
    }
}

#[cfg(unix)]
#[test]
fn what_was_fetched_may_be_read_by_whom_other_files_may() {
    use std::os::unix::fs::PermissionsExt;
    let (address, server) = serve(1);
    let (folder, path) = fetched(&address);
    server.join().expect("the server ends");
    let mode = |path: &std::path::Path| std::fs::metadata(path).expect("a file").permissions().mode();
    assert_eq!(mode(&path), mode(&folder.path("book/one.md")));
    assert_eq!(mode(&folder.path("book/remote/remote.toml")), mode(&folder.path("book/one.md")));
}

#[test]
fn what_cannot_be_had_is_a_finding_at_its_line() {
    let (address, server) = serve(2);
    let text = format!("# One\n\n![x]({address}/gone.png)\n\n![y]({address}/page)\n");
    let folder = Folder::with_chapter(&text);
    let run = folder.recto(&["fetch", "book"]).ends(1);
    server.join().expect("the server ends");
    for part in ["error[fetch-failed]", "one.md:3:1", "404", "one.md:5:1", "neither PNG"] {
        assert!(run.err.contains(part), "{part} is not in:\n{}", run.err);
    }
    assert!(folder.tree("book/remote").is_empty());
}
