//! A generated manuscript as files, with a word that counts on beside each of its own: `wbhx` is then looked for in every book.

use recto::render::Files;
use recto::render::pdf::Project;
use recto::source::Span;

use super::manuscript::{Block, Chapter, Inline, Line, Manuscript};
use super::words::FILES;
use crate::support::{Book, Found, PNG, unpacked};

/// A manuscript's files, and the words that every book of it must say.
pub(super) struct Written {
    files: Vec<(String, String)>,
    pub(super) words: Vec<String>,
}

impl Written {
    pub(super) fn of(manuscript: &Manuscript) -> Self {
        let mut writer = Writer { count: 0, words: Vec::new(), is_shown: true, used: Vec::new() };
        let mut files = vec![("book.toml".to_owned(), manuscript.config.to_owned())];
        let mut outline = String::new();
        let mut chapters = 0;
        for line in &manuscript.outline {
            match line {
                Line::Part(title) => outline.push_str(&format!("# {title}\n\n")),
                Line::Rule => outline.push_str("---\n\n"),
                Line::Planned(depth, title) => {
                    outline.push_str(&format!("{}- [{title}]()\n", "  ".repeat(*depth)));
                }
                Line::Chapter(chapter) => {
                    let path = format!("c{chapters}.md");
                    chapters += 1;
                    let link = format!("[{}]({path})\n", chapter.title);
                    outline.push_str(&match chapter.depth {
                        Some(depth) => format!("{}- {link}", "  ".repeat(depth)),
                        None => format!("\n{link}\n"),
                    });
                    files.push((path, writer.chapter(chapter)));
                }
            }
        }
        files.push(("SUMMARY.md".to_owned(), format!("# Summary\n\n{outline}")));
        for (number, part) in manuscript.parts.iter().enumerate() {
            writer.is_shown = writer.used.contains(&number);
            let text = writer.blocks(part);
            files.push((format!("part{number}.md"), text));
        }
        files.extend(FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
        Self { files, words: writer.words }
    }

    /// The manuscript in memory.
    pub(super) fn book(&self) -> Book {
        let book = Book::new().with("a.png", PNG);
        self.files.iter().fold(book, |book, (path, text)| book.with(path, text))
    }

    /// Every word is in every book, or a finding is at its line.
    pub(super) fn check(&self, found: &Found, site: &Files, epub: &[u8], project: &Project) {
        let is_text = |path: &str| [".html", ".xhtml", ".typ"].iter().any(|end| path.ends_with(end));
        let all = |files: Vec<(&str, &[u8])>| -> String {
            let texts = files.into_iter().filter(|(path, _)| is_text(path));
            texts.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect()
        };
        let epub = unpacked(epub);
        let books = [
            ("HTML", all(site.iter().map(|(path, bytes)| (path, &**bytes)).collect())),
            ("EPUB", all(epub.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect())),
            ("PDF", all(project.files.iter().map(|(path, bytes)| (path, &**bytes)).collect())),
        ];
        for (book, text) in &books {
            let lost = self.words.iter().filter(|word| !text.contains(word.as_str()));
            let lost: Vec<&String> = lost.filter(|word| !self.is_told(found, word)).collect();
            assert!(lost.is_empty(), "not in the {book}: {lost:?}");
        }
    }

    /// Whether a finding is at the line of a word, or of what it is in.
    fn is_told(&self, found: &Found, word: &str) -> bool {
        let (path, line) = self.place(word);
        let is_there = |span: Span| {
            let Some(file) = span.file() else { return false };
            let source = found.sources.get(file);
            let (start, end) = (source.position(span.range().start), source.position(span.range().end));
            source.path == path && (start.line..=end.line).contains(&line)
        };
        found.findings.iter().any(|finding| is_there(finding.span))
    }

    /// The file and the line, from 1, of a word.
    fn place(&self, word: &str) -> (&str, usize) {
        let place = self.files.iter().find_map(|(path, text)| Some((path, text, text.find(word)?)));
        let (path, text, at) = place.expect("every word was written");
        (path, text[..at].matches('\n').count() + 1)
    }

    /// What its author wrote, for messages.
    pub(super) fn shown(&self) -> String {
        let is_own = |path: &str| path.ends_with(".md") || path.ends_with(".toml");
        let own = self.files.iter().filter(|(path, _)| is_own(path));
        own.map(|(path, text)| format!("=== {path}\n{text}\n")).collect()
    }
}

struct Writer {
    count: usize,
    words: Vec<String>,
    /// Whether what is being written will be in the books.
    is_shown: bool,
    /// The parts that are included.
    used: Vec<usize>,
}

impl Writer {
    fn chapter(&mut self, chapter: &Chapter) -> String {
        let mut text = chapter.front.to_owned();
        text.push_str(&self.blocks(&chapter.blocks));
        // Every note has a mark, since one without is left out.
        let marks = (0..chapter.notes.len()).map(|number| format!("[^n{number}]")).collect::<String>();
        text.push_str(&format!("\n\nend {marks}\n"));
        for (number, note) in chapter.notes.iter().enumerate() {
            let blocks = self.blocks(note);
            text.push_str(&format!("\n{}\n", prefixed(&blocks, &format!("[^n{number}]: "), "    ")));
        }
        text
    }

    fn blocks(&mut self, blocks: &[Block]) -> String {
        let texts: Vec<String> = blocks.iter().map(|block| self.block(block)).collect();
        texts.join("\n\n")
    }

    fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Paragraph(words) => self.inlines(words),
            Block::Heading(level, words, attributes) => {
                let words = self.line(words);
                format!("{} {words} {}", "#".repeat(*level), of_kind(attributes, "sec"))
            }
            Block::Listing(info, code, caption) => self.listing(info, code, caption.as_deref()),
            Block::Included(path) => format!("```\n{{{{#include {path}}}}}\n```"),
            Block::Figure((path, is_shown), caption, attributes) => {
                let title = caption.as_ref().map(|caption| quoted(&self.line(caption)));
                let title = title.map(|title| format!(" {title}")).unwrap_or_default();
                let alt = if *is_shown { self.word("alt") } else { String::new() };
                format!("![{alt}]({path}{title}){}", of_kind(attributes, "fig"))
            }
            Block::Table(rows, caption, attributes) => {
                self.table(rows, caption.as_deref(), &of_kind(attributes, "tbl"))
            }
            Block::Equation(latex, attributes) => format!("$$\n{latex}\n$$ {}", of_kind(attributes, "eq")),
            Block::Rule => "***".to_owned(),
            Block::Anchor(name) => format!("<a id='{name}'></a>"),
            Block::Part(number) => {
                self.used.push(*number);
                format!("{{{{#include part{number}.md}}}}")
            }
            Block::List(start, task, items) => self.list(*start, *task, items),
            Block::Definitions(term, details) => {
                let mut text = self.line(term);
                for detail in details {
                    text.push_str(&format!("\n{}", prefixed(&self.blocks(detail), ": ", "  ")));
                }
                text
            }
            Block::Quote(blocks) => prefixed(&self.blocks(blocks), "> ", "> "),
            Block::Alert(kind, title, blocks) => {
                let title = title.as_ref().map(|title| self.line(title)).unwrap_or_default();
                let blocks = self.blocks(blocks);
                prefixed(&format!("[!{kind}] {title}\n{blocks}"), "> ", "> ")
            }
            Block::Details(summary, blocks) => {
                let (summary, blocks) = (self.line(summary), self.blocks(blocks));
                format!("<details>\n<summary>{summary}</summary>\n\n{blocks}\n\n</details>")
            }
            Block::Box((start, end), blocks) => format!("{start}\n\n{}\n\n{end}", self.blocks(blocks)),
            Block::Grid(rows, caption) => self.grid(rows, caption.as_deref()),
            Block::Framed(blocks, caption) => {
                let (blocks, caption) = (self.blocks(blocks), self.line(caption));
                format!("<figure>\n\n{blocks}\n\n<figcaption>{caption}</figcaption>\n</figure>")
            }
        }
    }

    fn listing(&mut self, info: &str, code: &[&str], caption: Option<&[Inline]>) -> String {
        // Only behind what can be read is it a caption.
        let caption = caption.filter(|_| info.starts_with("go l"));
        let caption = caption.map(|caption| format!(" caption={}", quoted(&self.line(caption))));
        let caption = caption.unwrap_or_default();
        let code: Vec<String> = code.iter().map(|line| format!("{line} {}", self.word("v"))).collect();
        format!("~~~~ {info}{caption}\n{}\n~~~~", code.join("\n"))
    }

    fn table(&mut self, rows: &[Vec<Vec<Inline>>], caption: Option<&[Inline]>, attributes: &str) -> String {
        let columns = rows.first().map_or(0, Vec::len);
        let mut lines = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let cells = row.iter().take(columns).map(|cell| {
                let cell = self.line(cell);
                // A backslash before the pipe would take that of the pipe.
                cell.replace('\\', "").replace('|', "\\|")
            });
            lines.push(format!("| {} |", cells.collect::<Vec<_>>().join(" | ")));
            if number == 0 {
                lines.push(format!("|{}", " :-: |".repeat(columns)));
            }
        }
        let caption = caption.map(|caption| self.line(caption)).unwrap_or_default();
        format!("{}\n\nTable: {caption} {attributes}", lines.join("\n"))
    }

    fn list(&mut self, start: Option<u32>, task: Option<bool>, items: &[Vec<Block>]) -> String {
        let mark = start.map_or("- ".to_owned(), |start| format!("{start}. "));
        let task = match task {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let items: Vec<String> = items
            .iter()
            .map(|item| prefixed(&format!("{task}{}", self.blocks(item)), &mark, &" ".repeat(mark.len())))
            .collect();
        items.join("\n")
    }

    fn grid(&mut self, rows: &[Vec<(&str, Vec<Block>)>], caption: Option<&[Inline]>) -> String {
        let mut text = "<table onclick=\"x\">\n".to_owned();
        if let Some(caption) = caption {
            text.push_str(&format!("<caption>{}</caption>\n", self.line(caption)));
        }
        for row in rows {
            text.push_str("<tr>\n");
            for (attributes, blocks) in row {
                text.push_str(&format!("<td{attributes}>\n\n{}\n\n</td>\n", self.blocks(blocks)));
            }
            text.push_str("</tr>\n");
        }
        text + "</table>"
    }

    /// Inlines that end with their line.
    fn line(&mut self, inlines: &[Inline]) -> String {
        self.inlines(inlines).replace(['\n', '\r'], " ")
    }

    fn inlines(&mut self, inlines: &[Inline]) -> String {
        let texts: Vec<String> = inlines.iter().map(|inline| self.inline(inline)).collect();
        texts.join(" ")
    }

    fn inline(&mut self, inline: &Inline) -> String {
        match inline {
            Inline::Word(word) => self.word(word),
            Inline::Code(code) => format!("``` {code} {} ```", self.word("c")),
            Inline::Formula(latex) => format!("${latex}$"),
            Inline::Shred(shred) => format!("{} {shred} {}", self.word("a"), self.word("b")),
            Inline::Mark(number) => format!("[^n{number}]"),
            Inline::Image(path, is_shown) => {
                let alt = if *is_shown { self.word("alt") } else { String::new() };
                format!("![{alt}]({path})")
            }
            Inline::Break => "\\\n".to_owned(),
            Inline::Marked((start, end), inner) => format!("{start}{}{end}", self.inlines(inner)),
            Inline::Link(target, inner) => format!("[{}](<{target}>)", self.inlines(inner)),
        }
    }

    /// A word with the next number beside it.
    fn word(&mut self, word: &str) -> String {
        self.count += 1;
        // In letters: between digits and letters, code may be coloured.
        let letter = |digit: char| char::from(b'a' + digit.to_digit(10).map_or(0, |digit| digit as u8));
        let number = format!("w{}x", self.count.to_string().chars().map(letter).collect::<String>());
        let text = format!("{word} {number}");
        if self.is_shown {
            self.words.push(number);
        }
        text
    }
}

/// Attributes with a label of the kind.
fn of_kind(attributes: &str, kind: &str) -> String {
    attributes.replace("KIND", kind)
}

/// Words as the value of an attribute.
fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', "").replace('"', "\\\""))
}

/// A text whose first line begins with one mark and whose others begin with another.
fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let line = |(number, line): (usize, &str)| match number {
        0 => format!("{first}{line}"),
        _ if line.is_empty() && rest.trim().is_empty() => String::new(),
        _ => format!("{rest}{line}"),
    };
    text.split('\n').enumerate().map(line).collect::<Vec<_>>().join("\n")
}
