from houses import house, new_house, template

__all__ = ["house", "new_house", "template"]
