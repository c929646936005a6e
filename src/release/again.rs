//! A version that was cut already: nothing is written but what is missing.

use super::{Error, Made, Order, Outcome, SIGNATURE, files, gates, make, of_edition, record, write};
use crate::diag::{Code, Diagnostic};
use crate::ledger::{FOLDER, Record};
use crate::model::{Status, Toggle};
use crate::news::{CHANGELOG, Notes};
use crate::pipeline::{self, Plan, Read, Session};
use crate::source::Span;

/// Compares the text with what was released; makes the files again where they are not there.
pub(super) fn again(
    plan: &Plan,
    order: &Order,
    record: Record,
    session: &mut Session<'_>,
) -> Result<Outcome, Error> {
    let plan = as_recorded(plan, &record);
    let mut read = pipeline::read(&plan, session).map_err(Error::Pipeline)?;
    compare(&plan, &read, &record, session);
    if session.diagnostics.has_errors() {
        return Ok(Outcome::Refused(None));
    }
    let manuscript = read.manuscript.store.root().unwrap_or(&plan.manuscript).to_owned();
    let place = order.out.join(record.version.to_string());
    let is_remade = !write::is_whole(&place, &record);
    if is_remade {
        let Some(mut made) = make(&plan, &mut read, order.signing.as_ref(), session)? else {
            return Ok(Outcome::Refused(None));
        };
        equal(&made, &record, session);
        if session.diagnostics.has_errors() {
            return Ok(Outcome::Refused(None));
        }
        if order.dry_run == Toggle::Off {
            // The signature is of checksums that are the same; who makes files again may lack the key.
            let signature = write::signature(&place).filter(|_| made.record.key.is_none());
            signature.into_iter().for_each(|text| made.files.insert(SIGNATURE, text.into_bytes()));
            write::files(&made, order)?;
        }
    }
    if order.dry_run == Toggle::Off {
        write::tell(&record, &manuscript)?;
    }
    Ok(Outcome::Already { record: Box::new(record), folder: place, is_remade })
}

/// The plan by which an edition was made.
pub(super) fn as_recorded(plan: &Plan, record: &Record) -> Plan {
    let notes = Notes { text: record.notes.clone(), line: 0, path: CHANGELOG.to_owned() };
    let released = Status::released(record.drafts.into()).to_vec();
    let plan = of_edition(plan, &record.version, Some(notes), record.commit.clone());
    Plan { date: Some(record.date), released, ..plan }
}

/// Reports what is not as it was released.
fn compare(plan: &Plan, read: &Read, record: &Record, session: &mut Session<'_>) {
    let version = &record.version;
    let now = record::chapters(read, None);
    let mut report = |span: Span, message: String| {
        let finding = Diagnostic::new(Code::AlreadyReleased, span, message);
        session.diagnostics.push(
            finding
                .hint("what was released is never written again: release this text under a higher version"),
        );
    };
    for chapter in &now {
        let before = record.chapters.iter().find(|before| before.slug == chapter.slug);
        let of_slug = read.book.book.chapters.iter().find(|other| other.slug.as_str() == chapter.slug);
        let span = of_slug.map_or(Span::DETACHED, gates::place);
        match before {
            None => report(span, format!("{version} was released without the chapter `{}`", chapter.slug)),
            Some(before) if before.hash != chapter.hash => {
                report(span, format!("{version} was released with another text of `{}`", chapter.slug));
            }
            Some(_) => {}
        }
    }
    for before in &record.chapters {
        if !now.iter().any(|chapter| chapter.slug == before.slug) {
            report(Span::DETACHED, format!("{version} was released with the chapter `{}`", before.slug));
        }
    }
    if record::settings(plan, read) != record.settings {
        report(
            Span::DETACHED,
            format!(
                "{version} was released with other settings: book.toml, the outline, a style sheet or the cover"
            ),
        );
    }
}

/// Reports the files that are not those of the record.
pub(super) fn equal(made: &Made, record: &Record, session: &mut Session<'_>) {
    for artefact in &record.artefacts {
        let is_same =
            made.files.get(&artefact.name).is_some_and(|bytes| files::sha256(bytes) == artefact.sha256);
        if is_same {
            continue;
        }
        let message = format!("`{}` is not the file that was released", artefact.name);
        let finding = Diagnostic::new(Code::RecordDiffers, Span::DETACHED, message);
        let path = format!("{FOLDER}/{}.toml", record.version);
        let by = format!("recto {}, Typst {}, {}", record.recto, record.typst, record.engine);
        session
            .diagnostics
            .push(finding.at_path(path).hint(format!("it was made by {by}: make it with these")));
    }
}
