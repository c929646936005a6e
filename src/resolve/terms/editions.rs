//! What editions and samples are called, and what is said of chapters that are not there, or not final.

use super::Terms;
use crate::model::{Chapter, Status};

impl Terms {
    /// What an edition is called while the book is written: `Early access 0.4.0`.
    pub fn early_edition(&self, version: &str) -> String {
        self.early_edition.replace("{version}", version)
    }

    /// What an edition of a whole book is called: `First edition 1.0.0`, `Edition 2.1.0`.
    pub fn whole_edition(&self, version: &str) -> String {
        let major = version.split('.').next().and_then(|major| major.parse::<u64>().ok());
        let name = if major.is_some_and(|major| major > 1) { self.later_edition } else { self.first_edition };
        name.replace("{version}", version)
    }

    /// `The Anatomy of Go (sample)`.
    pub fn sample_of(&self, title: &str) -> String {
        self.sample_of.replace("{title}", title)
    }

    /// `This was a sample of The Anatomy of Go.`
    pub fn sample_end(&self, title: &str) -> String {
        self.sample_end.replace("{title}", title)
    }

    /// `Figure 3.2 (in the full book)`.
    pub fn elsewhere(&self, words: &str) -> String {
        format!("{words} ({})", self.elsewhere_remark)
    }

    /// The mark of a chapter that is not final: `Draft`, `Planned · expected March 2027`.
    pub fn mark(&self, chapter: &Chapter) -> Option<String> {
        let mark = match chapter.status {
            Status::Planned => self.planned,
            Status::Draft => self.draft,
            Status::Review => self.review,
            Status::Final => return None,
        };
        Some(self.with_month(mark, " · ", chapter))
    }

    /// What stands in brackets behind the title of a planned chapter: `planned, expected March 2027`.
    pub fn remark(&self, chapter: &Chapter) -> String {
        self.with_month(self.planned_remark, self.comma(), chapter)
    }

    fn with_month(&self, words: &str, between: &str, chapter: &Chapter) -> String {
        match chapter.expected.filter(|_| chapter.status == Status::Planned) {
            Some(month) => {
                format!("{words}{between}{}", self.expected.replace("{month}", &self.month(month)))
            }
            None => words.to_owned(),
        }
    }
}
