//! Opening a database: is it ours, is it free, is its schema up to date?

use std::{fs::File, path::Path, str::FromStr as _, time::Duration};

use sqlx::{
    ConnectOptions as _, Connection as _, PgPool, SqliteConnection,
    migrate::{MigrateError, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Error, Store, sqlite::Database};

static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// Marks a SQLite file as ours, in its header: "RATE".
const APPLICATION_ID: i32 = 0x5241_5445;
/// How long we wait for a lock that another program holds on the file.
const LOCK_WAIT: Duration = Duration::from_secs(5);
/// How long a request waits for a connection before it is turned away.
const CONNECTION_WAIT: Duration = Duration::from_secs(5);
/// Connections that read. More would only compete for the machine's cores.
const READERS_MAX: u32 = 8;
/// So many rows wait for whoever reads them; with few, the two threads would take turns at every few rows.
const ROWS_WAITING: usize = 1_024;
/// Connections to Postgres.
const POSTGRES_MAX: u32 = 24;

impl Store {
    /// Opens the database at `url`, `sqlite://file` or `postgres://…`, and brings its schema up to date.
    pub async fn open(url: &str) -> Result<Self, Error> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => open_sqlite(url).await,
            Some("postgres" | "postgresql") => open_postgres(url).await,
            _ => Err(Error::Unusable(format!(
                "`{url}` names no database; write sqlite://ratesmith.db or postgres://user@host/name"
            ))),
        }
    }
}

async fn open_sqlite(url: &str) -> Result<Store, Error> {
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|error| Error::Unusable(format!("`{url}`: {error}")))?
        .foreign_keys(true)
        .busy_timeout(LOCK_WAIT)
        .statement_cache_capacity(256);
    let file = options.get_filename().to_owned();
    if file.as_os_str().is_empty() || url.contains(":memory:") || url.contains("mode=memory") {
        return Err(Error::Unusable("a database in memory would forget; name a file".into()));
    }
    let lock = lock(&file)?;
    let mut writer = options
        .clone()
        .create_if_missing(true)
        .connect()
        .await
        .map_err(|error| unusable(&file, &error))?;
    claim(&mut writer, &file).await?;
    // Only now that the file is known to be ours is anything about it changed.
    writer.close().await?;
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("journal_size_limit", "67108864")
        .row_buffer_size(ROWS_WAITING);
    let mut writer = options.connect().await.map_err(|error| unusable(&file, &error))?;
    MIGRATIONS.run(&mut writer).await.map_err(|error| migration(&error))?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS_MAX)
        .acquire_timeout(CONNECTION_WAIT)
        .connect_with(options.read_only(true))
        .await?;
    Ok(Store::Sqlite(Database::new(readers, writer, lock)))
}

/// Two coordinators on one file would each believe that they alone write.
fn lock(file: &Path) -> Result<File, Error> {
    let path = file.with_added_extension("lock");
    let lock = File::create(&path).map_err(|error| {
        Error::Unusable(format!("cannot write beside {}: {error}", file.display()))
    })?;
    lock.try_lock().map_err(|_| {
        Error::Unusable(format!(
            "another coordinator has {} open; stop it, or use Postgres to run several",
            file.display()
        ))
    })?;
    Ok(lock)
}

/// Refuses a file of some other program; marks a new one as ours.
async fn claim(connection: &mut SqliteConnection, file: &Path) -> Result<(), Error> {
    let ask = async |connection: &mut SqliteConnection, sql: &'static str| -> Result<i32, Error> {
        sqlx::query_scalar(sql).fetch_one(connection).await.map_err(|error| unusable(file, &error))
    };
    let owner = ask(connection, "pragma application_id").await?;
    let tables = ask(connection, "select cast(count(*) as integer) from sqlite_master").await?;
    match owner {
        APPLICATION_ID => Ok(()),
        0 if tables == 0 => {
            sqlx::query("pragma application_id = 1380013125").execute(connection).await?;
            Ok(())
        }
        _ => Err(Error::Unusable(format!(
            "{} is a database of some other program; name another file",
            file.display()
        ))),
    }
}

/// Says of a file that cannot be opened what a person can do about it.
fn unusable(file: &Path, error: &sqlx::Error) -> Error {
    let code =
        error.as_database_error().and_then(sqlx::error::DatabaseError::code).unwrap_or_default();
    let why = match &*code {
        "5" | "6" => "is locked by another program; close it".to_owned(),
        "26" => "is not a SQLite database; name another file".to_owned(),
        "13" => "lies on a disk that is full".to_owned(),
        "8" => "cannot be written to; check its permissions".to_owned(),
        "14" => "cannot be opened; check that its folder exists and its permissions".to_owned(),
        _ => format!("cannot be opened: {error}"),
    };
    Error::Unusable(format!("{} {why}", file.display()))
}

async fn open_postgres(url: &str) -> Result<Store, Error> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|error| Error::Unusable(format!("the Postgres address is not one: {error}")))?
        .application_name("ratesmith")
        .options([
            ("statement_timeout", "60000"),
            ("lock_timeout", "10000"),
            ("idle_in_transaction_session_timeout", "60000"),
        ]);
    let pool: PgPool = PgPoolOptions::new()
        .max_connections(POSTGRES_MAX)
        .acquire_timeout(CONNECTION_WAIT)
        .connect_with(options)
        .await
        .map_err(|error| Error::Unusable(format!("cannot reach Postgres: {error}")))?;
    MIGRATIONS.run(&pool).await.map_err(|error| migration(&error))?;
    Ok(Store::Postgres(pool))
}

fn migration(error: &MigrateError) -> Error {
    Error::Unusable(match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_) => {
            "the database was made by another version of ratesmith; use that one, or a newer one"
                .into()
        }
        other => format!("the database's schema cannot be brought up to date: {other}"),
    })
}
