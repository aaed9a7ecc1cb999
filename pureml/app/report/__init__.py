"""Reports: pages of HTML that hold everything they show."""
