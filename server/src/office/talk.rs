//! Notes on returns and their values.

use super::filing::Asked;
use super::{Office, Stop, again};
use crate::clock::Clock;
use crate::store::{EvidenceRow, NoteRow, Reading};
use app::ask::talk::{
    Did, Evidence, FileKind, LONGEST_NOTE, Note, Talk, TalkCounts, TalkFault, Thread,
};
use app::ask::units::path_to;
use app::refusal::Refusal;
use async_trait::async_trait;
use kpi::catalogue::catalogue;
use kpi::returns::ReturnKey;
use kpi::role::{Action, Actor, Role};
use std::collections::BTreeMap;

#[async_trait]
impl Talk for Office {
    async fn talk(&self, who: &Actor, key: &ReturnKey) -> Result<Thread, Refusal> {
        again!(self.lay_thread(who, key))
    }

    async fn talk_counts(&self, who: &Actor, key: &ReturnKey) -> Result<TalkCounts, Refusal> {
        again!(self.count_talk(who, key))
    }

    async fn comment(
        &self,
        who: &Actor,
        key: &ReturnKey,
        element: Option<&str>,
        text: &str,
    ) -> Result<(), Refusal> {
        again!(self.write_note(who, key, element, text))
    }

    async fn settle(&self, who: &Actor, key: &ReturnKey, note: i64) -> Result<(), Refusal> {
        again!(self.settle_one(who, key, note))
    }

    async fn remove_evidence(
        &self,
        who: &Actor,
        key: &ReturnKey,
        file: i64,
        reason: &str,
    ) -> Result<(), Refusal> {
        again!(self.take_away(who, key, file, reason))
    }
}

/// Names of people by account.
type Names = BTreeMap<String, String>;

fn did(names: &Names, account: &str, role: Option<&str>, at: i64) -> Did {
    Did {
        account: account.to_owned(),
        name: names
            .get(account)
            .cloned()
            .unwrap_or_else(|| account.to_owned()),
        role: role.and_then(Role::from_code),
        at: Clock::moment(at),
    }
}

impl Asked<'_> {
    /// The data element of this code, if the return asks for it.
    pub(super) fn element(&self, code: &str) -> Result<(), Stop> {
        let asks = self.elements().any(|one| one == code);
        match asks {
            true => Ok(()),
            false => Err(Refusal::Missing.into()),
        }
    }

    fn elements(&self) -> impl Iterator<Item = &'static str> {
        catalogue()
            .asked(self.programme.code, &self.tiers)
            .map(|element| element.code.as_str())
    }
}

impl Office {
    async fn lay_thread(&self, who: &Actor, key: &ReturnKey) -> Result<Thread, Stop> {
        let asked = self.asked(who, Action::ViewReturn, key)?;
        let mut reading = self.store.read().await?;
        let notes = reading.notes(key).await?;
        let files = reading.evidence(key).await?;
        let names = reading.names_beside(key).await?;
        let accepted = self.accepted_until(&mut reading, key).await?;
        drop(reading);
        let may = |action| who.permit(action, key.org_unit, self.units()).is_ok();
        let may_remove = |row: &EvidenceRow| {
            may(Action::RemoveEvidence)
                && row.account == who.account
                && row.removed_at.is_none()
                && row.id > accepted
        };
        Ok(Thread {
            key: key.clone(),
            path: path_to(self.units(), key.org_unit),
            elements: asked.elements().map(str::to_owned).collect(),
            notes: notes
                .into_iter()
                .map(|row| self.note(who, key, row, &names))
                .collect(),
            files: files
                .into_iter()
                .filter_map(|row| {
                    let may_remove = may_remove(&row);
                    listed(row, &names, may_remove)
                })
                .collect(),
            may_comment: may(Action::Comment),
            may_add: may(Action::AddEvidence),
        })
    }

    fn note(&self, who: &Actor, key: &ReturnKey, row: NoteRow, names: &Names) -> Note {
        Note {
            id: row.id,
            may_settle: row.settled_at.is_none() && self.may_settle(who, key, &row),
            by: did(names, &row.account, Some(&row.role), row.at),
            settled: row
                .settled_by
                .zip(row.settled_at)
                .map(|(account, at)| did(names, &account, None, at)),
            element: row.data_element,
            text: row.text,
        }
    }

    /// Its author may settle a note, and who reviews the return.
    fn may_settle(&self, who: &Actor, key: &ReturnKey, row: &NoteRow) -> bool {
        let may = |action| who.permit(action, key.org_unit, self.units()).is_ok();
        may(Action::SettleComment) && (row.account == who.account || may(Action::Accept))
    }

    async fn count_talk(&self, who: &Actor, key: &ReturnKey) -> Result<TalkCounts, Stop> {
        self.asked(who, Action::ViewReturn, key)?;
        let mut reading = self.store.read().await?;
        let notes = reading.notes(key).await?;
        let files = reading.evidence(key).await?;
        let mut counts = TalkCounts::default();
        for note in notes {
            let tally = match note.data_element {
                None => &mut counts.whole,
                Some(code) => counts.elements.entry(code).or_default(),
            };
            tally.notes += 1;
            tally.open += u32::from(note.settled_at.is_none());
        }
        for file in files.into_iter().filter(|file| file.removed_at.is_none()) {
            let tally = match file.data_element {
                None => &mut counts.whole,
                Some(code) => counts.elements.entry(code).or_default(),
            };
            tally.files += 1;
        }
        Ok(counts)
    }

    async fn write_note(
        &self,
        who: &Actor,
        key: &ReturnKey,
        element: Option<&str>,
        text: &str,
    ) -> Result<(), Stop> {
        let asked = self.asked(who, Action::Comment, key)?;
        if let Some(code) = element {
            asked.element(code)?;
        }
        let text = plain(text);
        match text.chars().count() {
            0 => return Err(TalkFault::EmptyNote.into()),
            length if length > LONGEST_NOTE => return Err(TalkFault::LongNote(length).into()),
            _ => {}
        }
        let mut change = self.store.begin(asked.permit, self.clock.now()).await?;
        // A form that was sent twice says the same right after itself.
        let before = change.notes(key).await?;
        let twice = before.last().is_some_and(|last| {
            last.account == who.account
                && last.data_element.as_deref() == element
                && last.text == text
                && last.settled_at.is_none()
        });
        if twice {
            return Ok(());
        }
        change.add_note(key, element, &text).await?;
        change.about(key);
        change.commit().await?;
        Ok(())
    }

    async fn settle_one(&self, who: &Actor, key: &ReturnKey, note: i64) -> Result<(), Stop> {
        let asked = self.asked(who, Action::SettleComment, key)?;
        let mut change = self.store.begin(asked.permit, self.clock.now()).await?;
        let notes = change.notes(key).await?;
        let row = notes
            .iter()
            .find(|row| row.id == note)
            .ok_or(Refusal::Missing)?;
        if !self.may_settle(who, key, row) {
            return Err(Refusal::Forbidden.into());
        }
        if row.settled_at.is_some() {
            return Ok(());
        }
        change.settle_note(key.org_unit, note).await?;
        change.about(key);
        change.commit().await?;
        Ok(())
    }

    /// The number of the change up to which everything beside the return belongs to an accepted
    /// version: that of the last acceptance, or everything while it stands accepted.
    pub(super) async fn accepted_until(
        &self,
        reading: &mut Reading,
        key: &ReturnKey,
    ) -> Result<i64, Stop> {
        use kpi::returns::Stage;
        let stage = reading.filing(key).await?.map(|filing| filing.stage);
        if stage == Some(Stage::Accepted) {
            return Ok(i64::MAX);
        }
        let last = reading.last_change(key, Action::Accept.code()).await?;
        Ok(last.unwrap_or(0))
    }
}

/// A text with its line breaks, and without whatever else cannot be seen.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let seen: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    seen.trim().to_owned()
}

/// A file in the list. One of a kind that this program does not know was written by a later one.
fn listed(row: EvidenceRow, names: &Names, may_remove: bool) -> Option<Evidence> {
    Some(Evidence {
        id: row.id,
        element: row.data_element,
        name: row.name,
        kind: FileKind::of_media_type(&row.media_type)?,
        size: u64::try_from(row.size).unwrap_or(0),
        by: did(names, &row.account, Some(&row.role), row.at),
        removed: row.removed_by.zip(row.removed_at).map(|(account, at)| {
            let because = row.removed_because.unwrap_or_default();
            (did(names, &account, None, at), because)
        }),
        may_remove,
    })
}
