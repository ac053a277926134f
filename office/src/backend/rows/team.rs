entity! {
    "teams" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        name_ko: String,
        name_en: String,
    }
}
