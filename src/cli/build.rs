//! `recto build`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::manuscript::{ManuscriptArguments, date};
use super::output::{FindingsFormat, Output, Spinner};
use super::{ExitStatus, Fault};
use crate::model::Format;
use crate::package::folder::Written;
use crate::pipeline::{self, Built, Extent, Plan, Proving, Session};

/// Writes the EPUB, the PDF and the HTML of a manuscript.
#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    manuscript: ManuscriptArguments,
    /// What is written.
    #[arg(long, value_delimiter = ',', default_value = "epub,pdf,html")]
    format: Vec<FormatArgument>,
    /// The folder that the books are written into: by default dist/ in this one, and from inside of the manuscript's
    /// folder dist/ at its root.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The date that the books carry: by default `SOURCE_DATE_EPOCH`, else that of the manuscript's last commit.
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<jiff::Timestamp>,
    /// Read every book back before it is written, and compare it block by block with the manuscript.
    #[arg(long)]
    prove: bool,
    /// Writes the book's sample instead: what is marked `sample: true`, as EPUB and PDF.
    #[arg(long)]
    sample: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArgument {
    Epub,
    Pdf,
    Html,
}

impl From<FormatArgument> for Format {
    fn from(format: FormatArgument) -> Self {
        match format {
            FormatArgument::Epub => Self::Epub,
            FormatArgument::Pdf => Self::Pdf,
            FormatArgument::Html => Self::Html,
        }
    }
}

impl Build {
    pub(super) fn run(&self, output: &Output) -> Result<ExitStatus, Fault> {
        let start = now();
        let proving = if self.prove { Proving::Proved } else { Proving::Unproved };
        let extent = if self.sample { Extent::Sample } else { Extent::Whole };
        let plan = Plan { proving, extent, ..self.manuscript.plan(self.date)? };
        let formats = self.formats()?;
        let spinner = Spinner::new();
        let mut session = Session::new(&spinner);
        let out = self.out.clone().unwrap_or_else(|| default_out(&plan.manuscript));
        let built = pipeline::build(&plan, &formats, &out, &mut session);
        let findings = Session { progress: &pipeline::Silent, ..session };
        drop(spinner);
        let status = output.findings(&findings, FindingsFormat::Text)?;
        let built = built.map_err(|error| fault(error, &formats))?;
        if built.written.is_empty() {
            output.say(nothing(&built, &formats));
        } else {
            output.print(&summary(&built, start.elapsed()))?;
        }
        Ok(status)
    }
}

impl Build {
    /// What is to be written; of a sample all but HTML, which it has not.
    fn formats(&self) -> Result<Vec<Format>, Fault> {
        let there_are: &[Format] = if self.sample { &pipeline::OF_SAMPLE } else { &Format::ALL };
        let is_asked = |format: &Format| self.format.iter().any(|&asked| Format::from(asked) == *format);
        let formats: Vec<Format> = there_are.iter().copied().filter(is_asked).collect();
        match formats.is_empty() {
            true => Err(Fault::new("a sample is an EPUB and a PDF, and has no HTML")
                .hint("`recto build --sample` writes both")),
            false => Ok(formats),
        }
    }
}

/// `dist` where one stands; at the manuscript's root where one stands inside of it, so that no books are put among its
/// sources.
pub(super) fn default_out(manuscript: &Path) -> PathBuf {
    let (here, root) = (Path::new(".").canonicalize(), manuscript.canonicalize());
    let up = here.ok().zip(root.ok()).and_then(|(here, root)| {
        let inside = here.strip_prefix(root).ok()?;
        Some(inside.components().map(|_| "..").collect::<PathBuf>())
    });
    up.unwrap_or_default().join("dist")
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long a build took is said on the terminal and nowhere else"
)]
fn now() -> Instant {
    Instant::now()
}

/// A fault of Typst's keeps nobody from the other books.
fn fault(error: pipeline::Error, asked: &[Format]) -> Fault {
    if matches!(error, pipeline::Error::NoSample) {
        let hint =
            "write `sample: true` in the front matter of a chapter, or `{sample=true}` behind a heading";
        return Fault::new(error).hint(hint);
    }
    let is_typst = matches!(error, pipeline::Error::Typst(_));
    let others: Vec<_> =
        asked.iter().filter(|&&format| format != Format::Pdf).map(|format| format.name()).collect();
    let fault = Fault::new(error);
    if !is_typst || others.is_empty() {
        return fault;
    }
    let others = others.join(",");
    fault.hint(format!("no book was written; `--format {others}` writes what needs no Typst"))
}

/// Why nothing was written, and what would be.
fn nothing(built: &Built, asked: &[Format]) -> &'static str {
    match &built.failed_pdf {
        None => "no book was written; `--keep-going` writes them in spite of errors, with a mark at each\n",
        Some(_) if asked == [Format::Pdf] => "no book was written, since Typst found errors in the PDF\n",
        Some(_) => {
            "no book was written; `--keep-going` writes all but the PDF, in which Typst found errors\n"
        }
    }
}

/// What was written, with sizes, pages, words and time.
fn summary(built: &Built, time: Duration) -> String {
    let book = &built.read.book;
    let words: usize = book.chapters.iter().map(|chapter| chapter.words).sum();
    let lines: usize = book.chapters.iter().map(|chapter| chapter.code_lines).sum();
    let written = book.chapters.iter().filter(|chapter| chapter.is_here()).count();
    let mut out = format!(
        "{}: {written} of {} chapters, {} words, {} lines of code\n",
        // A terminal obeys some controls; elsewhere they are taken out where text is written.
        book.book.meta.title.replace(char::is_control, "\u{fffd}"),
        book.chapters.len(),
        grouped(words),
        grouped(lines)
    );
    let paths = built.written.iter().map(|(_, written)| &written.path).chain(&built.failed_pdf);
    let width = paths.map(|path| shown(path).chars().count()).max().unwrap_or(0);
    for (format, Written { path, size, files }) in &built.written {
        let detail = match (format, built.pages) {
            (Format::Pdf, Some(pages)) => format!("   {} pages", grouped(pages)),
            (Format::Html, _) => format!("   {} files", grouped(*files)),
            (Format::Pdf | Format::Epub, _) => String::new(),
        };
        writeln!(out, "  {:width$}  {:>9}{detail}", shown(path), size_of(*size)).expect("strings take all");
    }
    if let Some(path) = &built.failed_pdf {
        let older = if path.exists() { "; the one that is there is older" } else { "" };
        writeln!(out, "  {:width$}  not written, since Typst found errors{older}", shown(path))
            .expect("strings take all");
    }
    if let Some(proof) = &built.proof {
        let blocks = grouped(proof.blocks);
        let verdict =
            if proof.differences == 0 { "all as in the manuscript" } else { "not all as in the manuscript" };
        writeln!(out, "  {blocks} blocks, looked for in what was written: {verdict}")
            .expect("strings take all");
    }
    writeln!(out, "in {:.1} s", time.as_secs_f64()).expect("strings take all");
    out
}

fn shown(path: &Path) -> String {
    let name = path.display().to_string();
    if path.is_dir() { format!("{name}/") } else { name }
}

/// `1,234,567`
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

pub(super) fn size_of(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
