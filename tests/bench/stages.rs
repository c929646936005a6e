//! Each stage alone, over the benchmarks' manuscript: `cargo bench --no-default-features`.
//!
//! Throughput is in bytes of Markdown, so that stages can be compared with one another. What a stage is given is made
//! outside of what is timed; its own threads are not held back.

#![expect(clippy::disallowed_methods, reason = "a manuscript is written for the stage that reads it")]

mod manuscript;

use std::fs;

use divan::Bencher;
use divan::counter::BytesCount;
use recto::config::Overrides;
use recto::diag::Diagnostics;
use recto::identity;
use recto::load::{Manuscript, from_memory};
use recto::model::{Block, BlockKind, Book, Format, Listing, Release, Visitor, walk_block, walk_body};
use recto::package::folder::Artefact;
use recto::pipeline::Cache;
use recto::prove::prove;
use recto::render::flow::{Dialect, Flow, Medium};
use recto::render::markup::{Node, Syntax, write};
use recto::render::{epub, html, pdf};
use recto::resolve::images::DrawingFonts;
use recto::resolve::{Resolved, highlight};
use recto::source::Sources;
use recto::theme::Theme;
use recto::{lint, package, parse, resolve};

fn main() {
    divan::main();
}

/// The manuscript and all that stages read beside what the stage before them made.
struct Input {
    sources: Sources,
    manuscript: Manuscript,
    fonts: DrawingFonts,
    theme: Theme,
    bytes: BytesCount,
}

impl Input {
    fn new() -> Self {
        let files = manuscript::manuscript(manuscript::WORDS);
        let sources = Sources::default();
        let manuscript = load(&files, &sources);
        let fonts = recto::pipeline::drawing_fonts();
        Self { sources, manuscript, fonts, theme: Theme::built_in(), bytes: bytes(&files) }
    }

    fn parse(&self) -> Book {
        parse::parse(&self.manuscript, &self.sources, &mut Diagnostics::new())
    }

    fn resolve(&self, book: Book) -> Resolved {
        let date = "2026-01-02T03:04:05Z".parse().expect("it is a date");
        let release = Release { date, version: None, revision: None, generator: "recto".to_owned() };
        let findings = &mut Diagnostics::new();
        let identity = identity::identify(&book, None, &self.manuscript.settings.redirects, findings);
        resolve::resolve(book, &identity, &self.manuscript, &self.fonts, &self.sources, release, findings)
    }
}

fn load(files: &[(String, String)], sources: &Sources) -> Manuscript {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
    from_memory(files, &Overrides::default(), sources, &mut Diagnostics::new())
}

fn bytes(files: &[(String, String)]) -> BytesCount {
    let markdown = files.iter().filter(|(path, _)| path.ends_with(".md"));
    BytesCount::new(markdown.map(|(_, text)| text.len()).sum::<usize>())
}

#[divan::bench(name = "1 load")]
fn load_stage(bencher: Bencher<'_, '_>) {
    let files = manuscript::manuscript(manuscript::WORDS);
    bencher.counter(bytes(&files)).bench_local(|| load(&files, &Sources::default()));
}

#[divan::bench(name = "1a load from a disk")]
fn disk_stage(bencher: Bencher<'_, '_>) {
    let files = manuscript::manuscript(manuscript::WORDS);
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in &files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("files are in the folder")).expect("there is room for it");
        fs::write(path, text).expect("there is room for it");
    }
    bencher.counter(bytes(&files)).bench_local(|| {
        let findings = &mut Diagnostics::new();
        recto::load::load(folder.path(), &Overrides::default(), &Sources::default(), findings)
    });
}

#[divan::bench(name = "2 parse")]
fn parse_stage(bencher: Bencher<'_, '_>) {
    let input = Input::new();
    bencher.counter(input.bytes).bench_local(|| input.parse());
}

#[divan::bench(name = "3 resolve")]
fn resolve_stage(bencher: Bencher<'_, '_>) {
    let input = Input::new();
    let book = || input.parse();
    bencher.counter(input.bytes).with_inputs(book).bench_local_values(|book| input.resolve(book));
}

#[divan::bench(name = "3a highlight")]
fn highlight_stage(bencher: Bencher<'_, '_>) {
    let input = Input::new();
    let book = input.parse();
    let listings = listings(&book);
    bencher.counter(input.bytes).bench_local(|| {
        let highlighted = listings.iter().map(|listing| {
            let language = listing.language.as_deref().unwrap_or_default();
            highlight::highlight(language, &listing.code)
        });
        highlighted.collect::<Vec<_>>()
    });
}

fn listings(book: &Book) -> Vec<&Listing> {
    struct Finder<'a>(Vec<&'a Listing>);
    impl<'a> Visitor<'a> for Finder<'a> {
        fn block(&mut self, block: &'a Block) {
            if let BlockKind::Listing(listing) = &block.kind {
                self.0.push(listing);
            }
            walk_block(self, block);
        }
    }
    let mut finder = Finder(Vec::new());
    book.chapters.iter().for_each(|chapter| walk_body(&mut finder, &chapter.body));
    finder.0
}

#[divan::bench(name = "3b lint")]
fn lint_stage(bencher: Bencher<'_, '_>) {
    let input = Input::new();
    let book = input.resolve(input.parse());
    let pdf = &book.book.settings.pdf;
    let budget = |format, listing: &Listing, around: &[&Block]| {
        input.theme.listing_columns(format, pdf, listing, around)
    };
    bencher.counter(input.bytes).bench_local(|| {
        let mut findings = Diagnostics::new();
        lint::lint(&book, &budget, &mut findings);
        findings
    });
}

#[divan::bench(name = "4 flow", args = [Medium::Web, Medium::Epub])]
fn flow_stage(bencher: Bencher<'_, '_>, medium: Medium) {
    let input = Input::new();
    let book = input.resolve(input.parse());
    let dialect = Dialect::new(medium);
    bencher.counter(input.bytes).bench_local(|| flow(&book, &dialect));
}

fn flow(book: &Resolved, dialect: &Dialect) -> Vec<Node> {
    let chapters = book.book.chapters.iter();
    chapters.map(|chapter| Flow::new(book, dialect, chapter.id).chapter().into()).collect()
}

#[divan::bench(name = "4a write")]
fn write_stage(bencher: Bencher<'_, '_>) {
    let input = Input::new();
    let book = input.resolve(input.parse());
    let nodes = flow(&book, &Dialect::new(Medium::Web));
    bencher.counter(input.bytes).bench_local(|| write(&nodes, Syntax::Html));
}

#[divan::bench(name = "5 html")]
fn html_stage(bencher: Bencher<'_, '_>) {
    let input = Input::new();
    let book = input.resolve(input.parse());
    bencher.counter(input.bytes).bench_local(|| html::render(&book, &input.theme, &Vec::new(), &input.fonts));
}

#[divan::bench(name = "5 epub")]
fn epub_stage(bencher: Bencher<'_, '_>) {
    let input = Input::new();
    let book = input.resolve(input.parse());
    bencher.counter(input.bytes).bench_local(|| publication(&book, &input));
}

#[divan::bench(name = "6 epub's archive")]
fn archive_stage(bencher: Bencher<'_, '_>) {
    let input = Input::new();
    let book = input.resolve(input.parse());
    let publication = publication(&book, &input);
    bencher
        .counter(input.bytes)
        .bench_local(|| package::epub::write(&publication).expect("it is small enough"));
}

#[divan::bench(name = "6 html's folder")]
fn folder_stage(bencher: Bencher<'_, '_>) {
    let input = Input::new();
    let book = input.resolve(input.parse());
    let files = html::render(&book, &input.theme, &Vec::new(), &input.fonts);
    let site = [("site".to_owned(), Artefact::Folder(files))];
    let out = tempfile::tempdir().expect("a temporary folder");
    // Each but the first takes the place of the one before, as an author's builds do.
    bencher
        .counter(input.bytes)
        .bench_local(|| package::folder::write(out.path(), &site).expect("there is room for it"));
}

#[divan::bench(name = "6a prove, both")]
fn proof_stage(bencher: Bencher<'_, '_>) {
    let input = Input::new();
    let book = input.resolve(input.parse());
    let files = html::render(&book, &input.theme, &Vec::new(), &input.fonts);
    let bytes = package::epub::write(&publication(&book, &input)).expect("it is small enough");
    let (site, epub) = (Artefact::Folder(files), Artefact::File(bytes.into()));
    let books = [(Format::Epub, &epub), (Format::Html, &site)];
    bencher.counter(input.bytes).bench_local(|| {
        let proof = prove(&book, &books, &mut Diagnostics::new());
        assert_eq!(proof.differences, 0);
        proof
    });
}

#[divan::bench(name = "7 pdf source")]
fn pdf_stage(bencher: Bencher<'_, '_>) {
    let input = Input::new();
    let book = input.resolve(input.parse());
    bencher.counter(input.bytes).bench_local(|| pdf::render(&book, &input.theme, &mut Diagnostics::new()));
}

/// As many bytes as a PDF of this length has.
const KEPT: usize = 4 << 20;

#[divan::bench(name = "8 cache, a result kept")]
fn put_stage(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cache = Cache::Folder(folder.path().to_owned());
    let bytes = vec![7; KEPT];
    // No result has the key of another, and only the newest of them stay.
    let mut number = 0_u64;
    bencher.counter(BytesCount::new(KEPT)).bench_local(|| {
        number += 1;
        cache.put(&blake3::hash(&number.to_le_bytes()), &bytes);
    });
}

#[divan::bench(name = "8 cache, a result found")]
fn get_stage(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cache = Cache::Folder(folder.path().to_owned());
    let key = blake3::hash(b"a PDF");
    cache.put(&key, &vec![7; KEPT]);
    bencher.counter(BytesCount::new(KEPT)).bench_local(|| cache.get(&key).expect("it was kept"));
}

fn publication(book: &Resolved, input: &Input) -> epub::Publication {
    epub::render(book, &input.theme, &Vec::new(), &input.fonts, &[], &mut Diagnostics::new())
}
