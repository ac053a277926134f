entity! {
    "cloud_pcs" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        person_id: Uuid,
        provider: String,
        created_at: i64,
    }
}
