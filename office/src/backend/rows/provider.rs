entity! {
    "providers" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        kind: String,
        name_ko: String,
        name_en: String,
        settings: String,
        secrets: Option<String>,
        capacity: Option<i32>,
        at_once: Option<i32>,
        enabled: bool,
        version: i32,
        created_at: i64,
    }
}
