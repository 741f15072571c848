CREATE TABLE `characters` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`visibility` text DEFAULT 'private' NOT NULL,
	`name` text NOT NULL,
	`search_text` text NOT NULL,
	`fields` text NOT NULL,
	`lorebook` text,
	`card` text,
	`voice_id` text,
	`picture_key` text,
	`assets` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `characters_by_owner` ON `characters` (`owner_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `characters_by_visibility` ON `characters` (`visibility`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `favourites` (
	`owner_id` text NOT NULL,
	`character_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`owner_id`, `character_id`),
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
