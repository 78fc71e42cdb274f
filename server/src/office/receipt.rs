//! Receipts: what a submission can be proved by.

use super::{Office, Stop};
use crate::clock::Clock;
use app::ask::returns::{Receipt, Signed};
use app::ask::units::path_to;
use app::refusal::Refusal;
use kpi::draft::Empty;
use kpi::facts::Value;
use kpi::returns::ReturnKey;
use kpi::role::{Action, Actor};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// SHA-256 over a version's values, in hexadecimal.
///
/// What is hashed is text in UTF-8, a line each, ended by a line feed: first unit, programme,
/// month and version with blanks between, then every data element in the order of its code:
/// `code=figure`, or `code=` with `na`, `not_yet` or `not_collected` and, after a blank, the
/// reason. So anybody can reckon it again from the printed form.
pub fn fingerprint(key: &ReturnKey, version: i64, values: &BTreeMap<String, Value>) -> String {
    let mut text = format!(
        "{} {} {} {version}\n",
        key.org_unit, key.programme, key.period
    );
    for (code, value) in values {
        let said = match value {
            Value::Figure(figure) => figure.to_string(),
            Value::NotApplicable(reason) => format!("{} {reason}", Empty::NotApplicable.code()),
            Value::NotYet => Empty::NotYet.code().to_owned(),
            Value::NotCollected => Empty::NotCollected.code().to_owned(),
        };
        text.push_str(&format!("{code}={said}\n"));
    }
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        write!(hex, "{byte:02x}").expect("writing to a string does not fail");
    }
    hex
}

impl Office {
    pub(super) async fn lay_receipt(
        &self,
        who: &Actor,
        key: &ReturnKey,
        version: i64,
    ) -> Result<Receipt, Stop> {
        self.asked(who, Action::ViewReturn, key)?;
        let mut reading = self.store.read().await?;
        let filing = reading.filing(key).await?.ok_or(Refusal::Missing)?;
        let submitted = reading.submission(key, version).await?;
        let submitted = submitted.ok_or(Refusal::Missing)?;
        let values = reading.version_values(key, version).await?;
        let answers = reading.version_answers(key, version).await?;
        let name = reading.account(&submitted.account).await?;
        let month = format!("{:04}{:02}", key.period.year(), key.period.month());
        let receipt = Receipt {
            path: path_to(self.units(), key.org_unit),
            version,
            number: format!("{}-{month}-{:06}", key.org_unit, submitted.change),
            at: Clock::moment(submitted.at),
            name: name.map_or_else(String::new, |account| account.name),
            account: submitted.account,
            fingerprint: match submitted.fingerprint.is_empty() {
                true => fingerprint(key, version, &values),
                false => submitted.fingerprint,
            },
            signed: Signed {
                head: submitted.head,
                phone: submitted.phone,
            },
            stage: filing.stage,
            counts: filing.accepted == version,
            is_overtaken: filing.version > version,
            values,
            answers,
            key: key.clone(),
            withheld: BTreeMap::new(),
        };
        self.cover_receipt(&mut reading, who, receipt).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_can_be_reckoned_again_by_anybody() {
        let key = ReturnKey {
            org_unit: "440703".parse().unwrap(),
            programme: "pilot-2020".to_owned(),
            period: "2020-11".parse().unwrap(),
        };
        let values = BTreeMap::from([
            ("smd_new".to_owned(), Value::Figure(3)),
            (
                "smd_deaths".to_owned(),
                Value::NotApplicable("无".to_owned()),
            ),
        ]);
        // printf '440703 pilot-2020 2020-11 1\nsmd_deaths=na 无\nsmd_new=3\n' | sha256sum
        let by_hand = "8e2a73bcb8512d146ae972074c905315ddc1f249c25c8ccc3de335740d31df1a";
        assert_eq!(fingerprint(&key, 1, &values), by_hand);
    }
}
