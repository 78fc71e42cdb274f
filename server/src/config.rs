//! Configuration: defaults, then one TOML file, then the environment; the later wins.

use crate::clock::Clock;
use crate::evidence::{Depot, DepotError};
use app::ask::identity::Holding;
use chrono::NaiveDate;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use kpi::suppression::{Threshold, USUAL};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Everything that can be set.
///
/// | in the file | in the environment | |
/// |---|---|---|
/// | `database_url` | `DATABASE_URL` | `sqlite:PATH` or `postgres://…` |
/// | `data` | `XINHENG_DATA` | where files are kept; holds the default database |
/// | `address` | `XINHENG_ADDRESS` | where `serve` listens |
/// | `today` | `XINHENG_TODAY` | a fixed day, `YYYY-MM-DD`, instead of the clock's |
/// | `log` | `XINHENG_LOG` | what is logged: `info`, `warn`, `server=debug` … |
/// | `evidence` | `XINHENG_EVIDENCE` | where files of evidence lie: a folder or `s3://BUCKET/PREFIX` |
/// | `small_numbers_below` | `XINHENG_SMALL_NUMBERS_BELOW` | below which number persons are not told apart |
/// | `behind_https` | `XINHENG_BEHIND_HTTPS` | `true` behind a proxy that speaks HTTPS |
#[derive(Clone, Serialize, Deserialize)]
pub struct Config {
    /// The database's address; without one, a file in `data`.
    pub database_url: Option<String>,
    /// Where files are kept.
    pub data: PathBuf,
    /// Where files of evidence lie; without it, a folder in `data`.
    pub evidence: Option<String>,
    /// Where `serve` listens.
    pub address: SocketAddr,
    /// A fixed day instead of the clock's.
    pub today: Option<NaiveDate>,
    /// What is logged.
    pub log: String,
    /// Whether browsers come through a proxy that speaks HTTPS: cookies then travel encrypted
    /// only.
    pub behind_https: bool,
    /// Below which number persons are withheld from whoever has no right to see them; 0 or 1
    /// withholds nothing.
    pub small_numbers_below: i64,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            database_url: None,
            data: PathBuf::from("data"),
            evidence: None,
            address: SocketAddr::from(([127, 0, 0, 1], 3000)),
            today: None,
            log: "info,sqlx=error".to_owned(),
            behind_https: false,
            small_numbers_below: USUAL,
        }
    }
}

impl Config {
    /// Reads the configuration. `file` is a TOML file, where one is named.
    pub fn read(file: Option<&Path>) -> Result<Config, Box<figment::Error>> {
        let mut figment = Figment::from(Serialized::defaults(Config::default()));
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        figment
            .merge(Env::prefixed("XINHENG_").only(&[
                "data",
                "evidence",
                "address",
                "today",
                "log",
                "behind_https",
                "small_numbers_below",
            ]))
            .merge(Env::raw().only(&["DATABASE_URL"]))
            .extract()
            .map_err(Box::new)
    }

    /// The database's address. The default's folder is made when it is missing.
    pub fn database(&self) -> std::io::Result<String> {
        match &self.database_url {
            Some(url) => Ok(url.clone()),
            None => {
                std::fs::create_dir_all(&self.data)?;
                Ok(format!("sqlite:{}", self.data.join("xinheng.db").display()))
            }
        }
    }

    /// The storage for evidence beside figures of this kind. Each kind has its own: real and
    /// invented files never lie together, wherever the storage is said to be.
    pub fn depot(&self, holding: Holding) -> Result<Depot, DepotError> {
        let own = match holding {
            Holding::Real => "",
            Holding::Published => "published",
            Holding::Demo => "demo",
        };
        match &self.evidence {
            Some(address) => Depot::open(address, own),
            None => {
                let folder = match own {
                    "" => "evidence".to_owned(),
                    own => format!("evidence-{own}"),
                };
                Depot::open(&self.data.join(folder).to_string_lossy(), "")
            }
        }
    }

    /// From which number on persons are told apart.
    pub fn threshold(&self) -> Threshold {
        Threshold(self.small_numbers_below)
    }

    /// The clock.
    pub fn clock(&self) -> Clock {
        self.today.map_or(Clock::System, Clock::Fixed)
    }
}

impl fmt::Debug for Config {
    /// The address of a database may hold a password, which belongs in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("database_url", &self.database_url.as_deref().map(redacted))
            .field("data", &self.data)
            .field("evidence", &self.evidence)
            .field("address", &self.address)
            .field("today", &self.today)
            .field("log", &self.log)
            .field("behind_https", &self.behind_https)
            .field("small_numbers_below", &self.small_numbers_below)
            .finish()
    }
}

/// An address without what stands before its `@`.
pub fn redacted(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, place))) => format!("{scheme}://…@{place}"),
        _ => url.to_owned(),
    }
}
