entity! {
    "api_tokens" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        hash: String,
        person_id: Uuid,
        created_at: i64,
        revoked_at: Option<i64>,
    }
}
