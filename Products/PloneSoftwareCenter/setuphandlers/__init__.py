"""Steps of install and uninstall that no profile can say."""
