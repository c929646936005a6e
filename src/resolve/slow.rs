//! What takes time and is the same for all formats: highlighting, formulas, pictures. Done side by side.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::AssetId;
use super::highlight::{self, Highlighted};
use super::images::{self, Asset, DrawingFonts};
use super::math::{self, Formula};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::identity::collect::Collected;
use crate::load::Manuscript;
use crate::model::{Book, MathStyle, NodeId};
use crate::source::{Sources, Span};

/// What was made.
pub(super) struct Slow {
    pub(super) code: HashMap<NodeId, Highlighted>,
    pub(super) formulas: HashMap<NodeId, Formula>,
    pub(super) images: HashMap<NodeId, AssetId>,
    pub(super) assets: Vec<Asset>,
    pub(super) cover: Option<AssetId>,
}

/// Makes it.
pub(super) fn slow(
    book: &Book,
    collected: &Collected<'_>,
    manuscript: &Manuscript,
    fonts: &DrawingFonts,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Slow {
    let (code, (formulas, pictures)) = rayon::join(
        || code(collected),
        || {
            rayon::join(
                || formulas(collected, sources),
                || images::read(book, &collected.images, manuscript, fonts),
            )
        },
    );
    report_languages(collected, diagnostics);
    let (formulas, findings) = formulas;
    diagnostics.append(findings);
    diagnostics.append(pictures.diagnostics);
    Slow { code, formulas, images: pictures.by_node, assets: pictures.assets, cover: pictures.cover }
}

fn code(collected: &Collected<'_>) -> HashMap<NodeId, Highlighted> {
    let languages: BTreeSet<&str> =
        collected.listings.iter().filter_map(|(_, listing, _)| listing.language.as_deref()).collect();
    languages.into_par_iter().for_each(highlight::prepare);
    collected
        .listings
        .par_iter()
        .filter_map(|(id, listing, _)| {
            let language = listing.language.as_deref()?;
            Some((*id, highlight::highlight(language, &listing.code)?))
        })
        .collect()
}

/// One notice for each language that has no highlighting, at its first listing.
fn report_languages(collected: &Collected<'_>, diagnostics: &mut Diagnostics) {
    let mut unknown: BTreeMap<&str, (Span, usize)> = BTreeMap::new();
    for (_, listing, span) in &collected.listings {
        if let Some(language) = listing.language.as_deref().filter(|language| !highlight::is_known(language))
        {
            unknown.entry(language).or_insert((*span, 0)).1 += 1;
        }
    }
    for (language, (span, count)) in unknown {
        let listings = if count == 1 { "one listing is".to_owned() } else { format!("{count} listings are") };
        diagnostics.push(
            Diagnostic::new(
                Code::LanguageUnknown,
                span,
                format!("there is no highlighting for `{language}`: {listings} set plain"),
            )
            .did_you_mean(language, highlight::LANGUAGES.iter().copied()),
        );
    }
}

/// What to do about a formula when nothing more is known.
const MEANT: &str = "formulas are LaTeX; a dollar sign that is meant as one is written `\\$`";

fn formulas(collected: &Collected<'_>, sources: &Sources) -> (HashMap<NodeId, Formula>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let made: Vec<_> =
        collected.formulas.par_iter().map(|formula| math::formula(formula.latex, formula.style)).collect();
    let mut formulas = HashMap::new();
    for (formula, made) in collected.formulas.iter().zip(made) {
        match made {
            Ok(made) => {
                formulas.insert(formula.id, made);
            }
            Err(error) => {
                let span = part(formula.span, formula.style, &error.range, formula.latex, sources);
                diagnostics.push(
                    Diagnostic::new(
                        Code::MathSyntax,
                        span,
                        format!("this formula can't be read: {}", error.message),
                    )
                    .hint(error.instead.unwrap_or(MEANT)),
                );
            }
        }
    }
    (formulas, diagnostics)
}

/// The part of a formula that an error is about.
fn part(
    span: Span,
    style: MathStyle,
    range: &std::ops::Range<usize>,
    latex: &str,
    sources: &Sources,
) -> Span {
    let Some(file) = span.file() else { return span };
    let skipped = match style {
        MathStyle::Inline => 1,
        MathStyle::Display => 2,
    };
    let start = span.range().start + skipped;
    let source = sources.get(file);
    if source.text.get(start..start + latex.len()) != Some(latex) || range.end > latex.len() {
        return span;
    }
    Span::new(file, start + range.start..start + range.end)
}
