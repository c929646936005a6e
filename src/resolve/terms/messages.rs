//! What is said of editions and their sale, in whole phrases.

use super::Terms;

impl Terms {
    /// `, formerly 15`, behind the number of a page.
    pub fn formerly(&self, page: &str) -> String {
        self.page_formerly.replace("{n}", page)
    }

    /// `20 USD until 1 March 2027, later 40 USD`.
    pub fn price(&self, now: &str, until: Option<&str>, later: Option<&str>) -> String {
        let mut words = now.to_owned();
        if let Some(until) = until {
            words.push(' ');
            words.push_str(&self.until.replace("{date}", until));
        }
        if let Some(later) = later {
            words.push_str(self.comma());
            words.push_str(&self.later.replace("{price}", later));
        }
        words
    }

    /// What parts a name from what is said of it.
    pub fn colon(&self) -> &'static str {
        match self.language {
            "fr" => "\u{a0}: ",
            _ if self.is_chinese() => "：",
            _ => ": ",
        }
    }

    /// What ends a sentence.
    pub fn full_stop(&self) -> &'static str {
        if self.is_chinese() { "。" } else { "." }
    }

    /// `The text is that of edition 0.3.0.`
    pub fn same_text(&self, version: &str) -> String {
        self.same_text.replace("{version}", version)
    }

    /// `What has changed since 0.3.0`
    pub fn changes_since(&self, version: &str) -> String {
        self.changes_since.replace("{version}", version)
    }

    /// `revised, 23 % of its text`, of a share from 0 to 1; never none, since something was.
    pub fn revised(&self, share: f64) -> String {
        let percent = (share * 100.0).round().clamp(1.0, 100.0);
        self.change_revised.replace("{n}", &percent.to_string())
    }

    /// `formerly called “Growth”`
    pub fn renamed(&self, title: &str) -> String {
        self.change_renamed.replace("{title}", &self.quoted(title))
    }

    /// `from “Growth”`
    pub fn moved_from(&self, title: &str) -> String {
        self.moved_from.replace("{title}", &self.quoted(title))
    }

    /// `and 3 more`
    pub fn more(&self, count: usize) -> String {
        self.more.replace("{n}", &count.to_string())
    }

    /// The subject of the e-mail to buyers.
    pub fn mail_subject(&self, title: &str, version: &str) -> String {
        self.mail_subject.replace("{version}", version).replace("{title}", title)
    }

    /// Its first sentence; `edition` is as books name theirs.
    pub fn mail_new(&self, title: &str, edition: &str) -> String {
        self.mail_new.replace("{edition}", edition).replace("{title}", &self.quoted(title))
    }
}
