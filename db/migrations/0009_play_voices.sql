ALTER TABLE `plays` ADD `mood` text;--> statement-breakpoint
ALTER TABLE `plays` ADD `narration` text;