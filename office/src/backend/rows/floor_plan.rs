entity! {
    "floor_plans" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        floor_id: Uuid,
        revision: i32,
        published_from: Option<String>,
        geometry: String,
        created_at: i64,
    }
}
