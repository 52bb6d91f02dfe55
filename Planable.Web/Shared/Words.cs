// Pages and mails speak from one set of translations, which therefore lies below both.
global using Words = Planable.Data.Words;
