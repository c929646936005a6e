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

#[test]
fn a_picture_that_changed_since_is_not_shown() {
    let (address, server) = serve(1);
    let folder = Folder::with_chapter(&format!("# One\n\n![A box]({address}/a/box.svg)\n"));
    folder.recto(&["fetch", "book"]).ends(0);
    server.join().expect("the server ends");
    let (path, _) = folder
        .tree("book/remote")
        .into_iter()
        .find(|(path, _)| path.extension().is_some_and(|extension| extension == "svg"))
        .expect("the picture");
    std::fs::write(path, SVG.replace('8', "9")).expect("a file is written");
    let run = folder.recto(&["build", "book", "--format", "html"]).ends(0);
    assert!(run.err.contains("is not what was fetched"), "{}", run.err);
    assert!(!folder.read("dist/t-html/one.html").contains("<img"));
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
