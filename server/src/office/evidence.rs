//! Files of evidence: laid beside a return, given out, taken away.
//!
//! The bytes are kept first and the rows are written afterwards, in one transaction: a row never
//! points to a file that was not kept. When the rows fail, the file lies in the storage unlisted;
//! the same file sent again finds it there.

use super::{Office, Stop, again};
use crate::evidence::{Checked, Depot, Incoming, checked};
use crate::store::{EvidenceRow, NewEvidence};
use app::ask::talk::{FileKind, MOST_FILES, TalkFault};
use app::refusal::Refusal;
use kpi::returns::ReturnKey;
use kpi::role::{Action, Actor};

/// A file on its way to a reader.
#[derive(Debug)]
pub struct GivenOut {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// How many bytes will come.
    pub size: u64,
    /// The bytes, as they are read.
    pub content: object_store::GetResult,
}

impl Office {
    /// Whether somebody may lay files beside a return: asked before its bytes are read.
    pub fn may_add_evidence(&self, who: &Actor, key: &ReturnKey) -> Result<(), Refusal> {
        super::stop::told(self.asked(who, Action::AddEvidence, key).map(drop))
    }

    /// Lays files beside a return, or beside one of its values: all of them, or none when
    /// anything is wrong with one. A file that lies there already is not listed again.
    pub async fn add_evidence(
        &self,
        who: &Actor,
        key: &ReturnKey,
        element: Option<&str>,
        files: Vec<Incoming>,
    ) -> Result<(), Refusal> {
        let files = match self.fit(who, key, element, files).await {
            Ok(files) => files,
            Err(stop) => return super::stop::told(Err(stop)),
        };
        again!(self.list(who, key, element, &files))
    }

    /// Checks the files, and keeps the bytes of those that pass.
    async fn fit(
        &self,
        who: &Actor,
        key: &ReturnKey,
        element: Option<&str>,
        files: Vec<Incoming>,
    ) -> Result<Vec<Checked>, Stop> {
        let asked = self.asked(who, Action::AddEvidence, key)?;
        if let Some(code) = element {
            asked.element(code)?;
        }
        if files.is_empty() {
            return Err(TalkFault::NoFile.into());
        }
        let held = self.store.read().await?.evidence(key).await?;
        if lying(&held) >= MOST_FILES || files.len() > MOST_FILES {
            return Err(TalkFault::TooManyFiles.into());
        }
        let depot = self.depot()?;
        let mut fit = Vec::new();
        for file in files {
            fit.push(checked_apart(file).await?);
        }
        for file in &mut fit {
            // Its length stays in the row; the bytes need not stay in memory.
            depot.put(&file.key(), file.bytes.clone()).await?;
        }
        Ok(fit)
    }

    fn depot(&self) -> Result<&Depot, Stop> {
        self.depot
            .as_ref()
            .ok_or_else(|| Stop::Broken("this office keeps no evidence".to_owned()))
    }

    async fn list(
        &self,
        who: &Actor,
        key: &ReturnKey,
        element: Option<&str>,
        files: &[Checked],
    ) -> Result<(), Stop> {
        let asked = self.asked(who, Action::AddEvidence, key)?;
        let mut change = self.store.begin(asked.permit, self.clock.now()).await?;
        let held = change.evidence(key).await?;
        let mut new: Vec<&Checked> = Vec::new();
        for file in files {
            let there = |row: &EvidenceRow| {
                row.removed_at.is_none()
                    && row.sha256 == file.sha256
                    && row.data_element.as_deref() == element
            };
            let again = new.iter().any(|other| other.sha256 == file.sha256);
            if !again && !held.iter().any(there) {
                new.push(file);
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        if lying(&held) + new.len() > MOST_FILES {
            return Err(TalkFault::TooManyFiles.into());
        }
        // The first file bears the change's own number, each further one a number kept for it.
        let mut number = change.number();
        let further = i64::try_from(new.len() - 1).unwrap_or(0);
        if further > 0 {
            change.reserve(further).await?;
        }
        for file in &new {
            let row = NewEvidence {
                name: file.name.clone(),
                media_type: file.kind.media_type(),
                size: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
                sha256: file.sha256.clone(),
                stored_key: file.key(),
            };
            change.add_evidence(key, number, element, &row).await?;
            number += 1;
        }
        let names: Vec<&str> = new.iter().map(|file| file.name.as_str()).collect();
        change.about(key).source(&names.join(", "));
        change.commit().await?;
        Ok(())
    }

    /// Gives a file out to whoever may see the return it lies beside.
    pub async fn give_out(
        &self,
        who: &Actor,
        key: &ReturnKey,
        file: i64,
    ) -> Result<GivenOut, Refusal> {
        again!(self.fetch(who, key, file))
    }

    async fn fetch(&self, who: &Actor, key: &ReturnKey, file: i64) -> Result<GivenOut, Stop> {
        self.asked(who, Action::ViewReturn, key)?;
        let rows = self.store.read().await?.evidence(key).await?;
        let row = rows
            .into_iter()
            .find(|row| row.id == file)
            .ok_or(Refusal::Missing)?;
        if row.removed_at.is_some() {
            return Err(TalkFault::Removed.into());
        }
        let kind = FileKind::of_media_type(&row.media_type).ok_or(Refusal::Missing)?;
        let content = self.depot()?.get(&row.stored_key).await?;
        let size = content.meta.size;
        if i64::try_from(size) != Ok(row.size) {
            tracing::error!(
                key = row.stored_key,
                size,
                "a file of evidence is not what was kept"
            );
            return Err(TalkFault::Gone.into());
        }
        Ok(GivenOut {
            name: row.name,
            kind,
            size,
            content,
        })
    }

    /// Marks a file as removed: by who laid it there, for a reason, and never when it lay beside
    /// a version that was accepted.
    pub(super) async fn take_away(
        &self,
        who: &Actor,
        key: &ReturnKey,
        file: i64,
        reason: &str,
    ) -> Result<(), Stop> {
        let asked = self.asked(who, Action::RemoveEvidence, key)?;
        let mut change = self.store.begin(asked.permit, self.clock.now()).await?;
        let rows = change.evidence(key).await?;
        let row = rows
            .iter()
            .find(|row| row.id == file)
            .ok_or(Refusal::Missing)?;
        if row.account != who.account {
            return Err(Refusal::Forbidden.into());
        }
        if row.removed_at.is_some() {
            return Ok(());
        }
        if file <= self.accepted_until(&mut change, key).await? {
            return Err(TalkFault::Accepted.into());
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(TalkFault::NoReason.into());
        }
        change
            .mark_evidence_removed(key.org_unit, file, reason)
            .await?;
        change.about(key).reason(reason).source(&row.name);
        change.commit().await?;
        Ok(())
    }
}

/// How many files lie there now.
fn lying(rows: &[EvidenceRow]) -> usize {
    rows.iter().filter(|row| row.removed_at.is_none()).count()
}

/// Looks into a file beside the requests, not among them; a file on which a library stumbles is
/// not sound.
async fn checked_apart(file: Incoming) -> Result<Checked, Stop> {
    let name = file.name.clone();
    match tokio::task::spawn_blocking(move || checked(file)).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(TalkFault::Damaged(name).into()),
    }
}
