//! `user add|passwd|list`: accounts from the command line. A password that is made up is printed
//! once and kept nowhere but as a hash.

use super::{Failure, unit_code};
use crate::office::{Office, Told};
use app::ask::accounts::NewAccount;
use app::text::Words;
use clap::{Args, Subcommand};
use kpi::UnitCode;
use kpi::org_unit::NATION;
use kpi::role::Role;

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Make an account and print its password, once
    Add(AddArguments),
    /// Give an account a new password, print it once, and let it in again
    Passwd {
        /// The account's name
        account: String,
        /// Take the password from standard input instead of making one up
        #[arg(long)]
        password_stdin: bool,
    },
    /// List the accounts: name, role, unit, whether open, person
    List,
}

#[derive(Debug, Args)]
pub struct AddArguments {
    /// The account's name: letters, digits, `.`, `_`, `-`
    account: String,
    /// reporter, reviewer, evaluator, leader or administrator
    #[arg(long, value_parser = role)]
    role: Role,
    /// The unit's code; 000000 is the nation
    #[arg(long, value_parser = unit_code, default_value_t = NATION)]
    org_unit: UnitCode,
    /// The person's name; without one, the account's
    #[arg(long)]
    name: Option<String>,
    /// Take the password from standard input instead of making one up
    #[arg(long)]
    password_stdin: bool,
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_code(text).ok_or_else(|| {
        let roles = Role::ALL.map(Role::code).join(", ");
        format!("one of {roles}")
    })
}

pub async fn run(office: &Office, command: UserCommand, words: Words) -> Result<(), Failure> {
    match command {
        UserCommand::Add(new) => {
            let account = NewAccount {
                name: new.name.unwrap_or_else(|| new.account.clone()),
                account: new.account,
                role: new.role,
                org_unit: new.org_unit,
            };
            let given = given(new.password_stdin, words)?;
            let is_made_up = given.is_none();
            let password = office.operator_adds(&account, given).await?;
            tell(&account.account, is_made_up.then_some(password));
        }
        UserCommand::Passwd {
            account,
            password_stdin,
        } => {
            let given = given(password_stdin, words)?;
            let is_made_up = given.is_none();
            let password = office.operator_resets(&account, given).await?;
            tell(&account, is_made_up.then_some(password));
        }
        UserCommand::List => {
            for account in office.operator_lists().await? {
                println!(
                    "{}\t{}\t{}\t{}\t{}",
                    account.account,
                    account.role.code(),
                    account.org_unit,
                    if account.active { "open" } else { "closed" },
                    account.name,
                );
            }
        }
    }
    Ok(())
}

/// The name, and the password where it was made up: who gave one knows it.
fn tell(account: &str, password: Option<String>) {
    match password {
        Some(password) => println!("{account}\t{password}"),
        None => println!("{account}"),
    }
}

fn given(from_stdin: bool, words: Words) -> Result<Option<Told>, Failure> {
    if !from_stdin {
        return Ok(None);
    }
    let mut line = String::new();
    std::io::stdin()
        .read_line(&mut line)
        .map_err(Failure::Pipe)?;
    let password = line.trim_end_matches(['\r', '\n']);
    match Told::new(password) {
        Some(told) => Ok(Some(told)),
        None => Err(Failure::Wrong(
            words
                .pick("密码须有8到200个字符", "a password has 8 to 200 characters")
                .to_owned(),
        )),
    }
}
