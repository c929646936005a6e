//! Each stage alone, over the benchmarks' manuscript: `cargo bench --no-default-features`.
//!
//! Throughput is in bytes of Markdown, so that stages can be compared with one another. What a stage is given is made
//! outside of what is timed; its own threads are not held back.

mod manuscript;

use divan::Bencher;
use divan::counter::BytesCount;
use recto::config::Overrides;
use recto::diag::Diagnostics;
use recto::load::{Manuscript, from_memory};
use recto::model::{Block, BlockKind, Book, Listing, Release, Visitor, walk_block, walk_body};
use recto::render::flow::{Dialect, Flow, Medium};
use recto::render::markup::{Node, Syntax, write};
use recto::render::{epub, html, pdf};
use recto::resolve::images::DrawingFonts;
use recto::resolve::{Resolved, highlight};
use recto::source::Sources;
use recto::theme::Theme;
use recto::{package, parse, resolve};

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
        resolve::resolve(book, &self.manuscript, &self.fonts, &self.sources, release, findings)
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

#[divan::bench(name = "7 pdf source")]
fn pdf_stage(bencher: Bencher<'_, '_>) {
    let input = Input::new();
    let book = input.resolve(input.parse());
    bencher.counter(input.bytes).bench_local(|| pdf::render(&book, &input.theme, &mut Diagnostics::new()));
}

fn publication(book: &Resolved, input: &Input) -> epub::Publication {
    epub::render(book, &input.theme, &Vec::new(), &input.fonts, &[], &mut Diagnostics::new())
}
