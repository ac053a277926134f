entity! {
    "terminal_codes" {
        #[sea_orm(primary_key, auto_increment = false)]
        hash: String,
        desk_id: Uuid,
        made_by: Uuid,
        expires_at: i64,
        used_at: Option<i64>,
    }
}
