//! Sessions, kept where the figures are. They are no facts: nothing of them is audited, and they
//! are written without a warrant.

use super::engine::{Link, on};
use super::error::Doing;
use super::{Store, StoreError};
use async_trait::async_trait;
use std::collections::HashMap;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{ExpiredDeletion, SessionStore};

/// The session store over our store.
#[derive(Debug, Clone)]
pub struct Sessions(pub Store);

fn backend(error: StoreError) -> Error {
    Error::Backend(error.to_string())
}

impl Sessions {
    async fn put(&self, record: &Record) -> std::result::Result<(), StoreError> {
        let id = record.id.to_string();
        let data = serde_json::to_string(&record.data)
            .map_err(|error| sqlx::Error::Encode(error.into()))
            .doing("writing a session")?;
        let ends = record.expiry_date.unix_timestamp();
        let mut link = self.0.engine.writing().await?;
        on!(&mut link, db => sqlx::query(
            "insert into session (id, data, expires_at) values ($1, $2, $3)
             on conflict (id) do update set data = excluded.data, expires_at = excluded.expires_at",
        ).bind(&id).bind(&data).bind(ends).execute(db).await.map(|done| done.rows_affected()))
        .doing("writing a session")?;
        link.commit().await.doing("writing a session")
    }

    async fn get(&self, id: &Id) -> std::result::Result<Option<(String, i64)>, StoreError> {
        let id = id.to_string();
        let mut link = self.0.engine.reading().await?;
        on!(&mut link, db => sqlx::query_as::<_, (String, i64)>(
            "select data, expires_at from session where id = $1 and expires_at > $2",
        ).bind(&id).bind(OffsetDateTime::now_utc().unix_timestamp()).fetch_optional(db).await)
        .doing("reading a session")
    }

    async fn remove(&self, what: Gone<'_>) -> std::result::Result<(), StoreError> {
        let mut link: Link = self.0.engine.writing().await?;
        match what {
            Gone::One(id) => {
                let id = id.to_string();
                on!(&mut link, db => sqlx::query("delete from session where id = $1")
                    .bind(&id).execute(db).await.map(drop))
            }
            Gone::Expired => on!(&mut link, db => sqlx::query(
                "delete from session where expires_at <= $1",
            ).bind(OffsetDateTime::now_utc().unix_timestamp()).execute(db).await.map(drop)),
        }
        .doing("ending sessions")?;
        link.commit().await.doing("ending sessions")
    }
}

/// Which sessions end.
enum Gone<'a> {
    One(&'a Id),
    Expired,
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // Two random numbers of 128 bits do not meet, and yet: a session is nobody else's.
        while self.get(&record.id).await.map_err(backend)?.is_some() {
            record.id = Id::default();
        }
        self.put(record).await.map_err(backend)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.put(record).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some((data, ends)) = self.get(id).await.map_err(backend)? else {
            return Ok(None);
        };
        let data: HashMap<String, serde_json::Value> =
            serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(ends)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.remove(Gone::One(id)).await.map_err(backend)
    }
}

#[async_trait]
impl ExpiredDeletion for Sessions {
    async fn delete_expired(&self) -> Result<()> {
        self.remove(Gone::Expired).await.map_err(backend)
    }
}
