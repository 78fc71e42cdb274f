//! What a write is done under: a person's permit, or the word of the command line.

use kpi::role::{Actor, Permit};

/// Leave to write, with the name that stands in the audit row.
#[derive(Debug)]
pub enum Warrant {
    /// Somebody who signed in, within their rights.
    Permit(Permit),
    /// The system's own hand.
    System(SystemPermit),
}

/// What may be done without a role's permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// An import from the command line, or by the demo.
    Import,
    /// An account made, closed or given a new password from the command line.
    Account,
    /// A local target set from the command line.
    Target,
    /// A month closed from the command line.
    ClosePeriod,
    /// A month opened again from the command line.
    ReopenPeriod,
    /// Somebody's own new password: everyone may, whatever the role.
    OwnPassword,
    /// The database is marked as real, published or demo.
    Mark,
}

impl Deed {
    /// Its name in the audit log.
    pub fn code(self) -> &'static str {
        match self {
            Deed::Import => "import",
            Deed::Account => "manage_accounts",
            Deed::Target => "set_target",
            Deed::ClosePeriod => "close_period",
            Deed::ReopenPeriod => "reopen_period",
            Deed::OwnPassword => "own_password",
            Deed::Mark => "mark",
        }
    }
}

/// Leave for what no role's permit covers. Who can run the binary with the database's address
/// could as well open the database by hand; so the command line is trusted, and named in the
/// audit log as `command-line`.
#[derive(Debug)]
pub struct SystemPermit {
    account: String,
    role: String,
    deed: Deed,
}

impl SystemPermit {
    /// The command line's leave.
    pub fn command_line(deed: Deed) -> SystemPermit {
        SystemPermit {
            account: "command-line".to_owned(),
            role: "system".to_owned(),
            deed,
        }
    }

    /// Somebody's leave to change their own password.
    pub fn own_password(who: &Actor) -> SystemPermit {
        SystemPermit {
            account: who.account.clone(),
            role: who.role.code().to_owned(),
            deed: Deed::OwnPassword,
        }
    }
}

impl From<Permit> for Warrant {
    fn from(permit: Permit) -> Warrant {
        Warrant::Permit(permit)
    }
}

impl From<SystemPermit> for Warrant {
    fn from(permit: SystemPermit) -> Warrant {
        Warrant::System(permit)
    }
}

impl Warrant {
    /// The account and its role.
    pub(super) fn who(&self) -> (String, String) {
        match self {
            Warrant::Permit(permit) => {
                let actor = permit.actor();
                (actor.account.clone(), actor.role.code().to_owned())
            }
            Warrant::System(permit) => (permit.account.clone(), permit.role.clone()),
        }
    }

    /// What is done.
    pub(super) fn action(&self) -> &'static str {
        match self {
            Warrant::Permit(permit) => permit.action().code(),
            Warrant::System(permit) => permit.deed.code(),
        }
    }

    /// Where it is done.
    pub(super) fn org_unit(&self) -> Option<String> {
        match self {
            Warrant::Permit(permit) => Some(permit.org_unit().to_string()),
            Warrant::System(_) => None,
        }
    }
}
