//! Where files of evidence lie: a folder, or a bucket of an S3-compatible service.

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    BackoffConfig, ClientOptions, GetResult, ObjectStore, ObjectStoreExt, RetryConfig,
};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Why a file could not be kept or read.
pub type DepotError = object_store::Error;

/// The storage of evidence. Objects are only ever added, under the fingerprint of their bytes.
#[derive(Clone)]
pub struct Depot {
    objects: Arc<dyn ObjectStore>,
    prefix: Path,
    place: String,
}

/// A person waits for the answer: better to say soon that the service is away.
const PATIENCE: Duration = Duration::from_secs(20);

impl Depot {
    /// Opens the storage of an address: a folder (`/srv/evidence`, `file:///srv/evidence`), which
    /// is made when it is missing, or `s3://BUCKET/PREFIX`, whose endpoint, region and keys are
    /// read from the `AWS_…` variables of the environment. `within` is a folder below it.
    pub fn open(address: &str, within: &str) -> Result<Depot, DepotError> {
        match address.split_once("://") {
            Some(("s3" | "s3a", rest)) => Depot::bucket(address, rest, within),
            Some(("file", path)) => Depot::folder(path, within),
            None => Depot::folder(address, within),
            Some((scheme, _)) => Err(unusable(format!(
                "evidence is kept in a folder or under s3://, not under {scheme}://"
            ))),
        }
    }

    fn folder(path: &str, within: &str) -> Result<Depot, DepotError> {
        let folder = std::path::Path::new(path).join(within);
        std::fs::create_dir_all(&folder)
            .map_err(|error| unusable(format!("{}: {error}", folder.display())))?;
        let objects = LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true);
        Ok(Depot {
            objects: Arc::new(objects),
            prefix: Path::default(),
            place: folder.display().to_string(),
        })
    }

    fn bucket(address: &str, rest: &str, within: &str) -> Result<Depot, DepotError> {
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let retry = RetryConfig {
            backoff: BackoffConfig::default(),
            max_retries: 3,
            retry_timeout: PATIENCE,
        };
        // Settings of the environment hold; these are only in place of the library's defaults.
        let client = ClientOptions::new()
            .with_timeout(Duration::from_secs(60))
            .with_connect_timeout(Duration::from_secs(5))
            .with_allow_http(std::env::var("AWS_ALLOW_HTTP").is_ok_and(|it| it == "true"));
        let objects = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .with_client_options(client)
            .with_retry(retry)
            .build()?;
        Ok(Depot {
            objects: Arc::new(objects),
            prefix: Path::parse(format!("{prefix}/{within}").trim_matches('/'))?,
            place: address.to_owned(),
        })
    }

    fn at(&self, key: &str) -> Path {
        self.prefix.parts().chain(Path::from(key).parts()).collect()
    }

    /// Keeps a file, unless it lies there already: the same key is the same bytes.
    pub async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<(), DepotError> {
        let at = self.at(key);
        match self.objects.head(&at).await {
            Ok(there) if there.size == bytes.len() as u64 => return Ok(()),
            Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error),
        }
        self.objects.put(&at, bytes.into()).await.map(drop)
    }

    /// Begins to read a file. The answer streams.
    pub async fn get(&self, key: &str) -> Result<GetResult, DepotError> {
        self.objects.get(&self.at(key)).await
    }
}

fn unusable(why: String) -> DepotError {
    DepotError::Generic {
        store: "evidence",
        source: why.into(),
    }
}

impl fmt::Debug for Depot {
    /// The keys of a service belong in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Depot")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}
